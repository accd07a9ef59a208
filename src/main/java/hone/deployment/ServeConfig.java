package hone.deployment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the model server is. Without an address there is none, and nobody can talk to a model. */
@ConfigMapping(prefix = "hone.serve")
interface ServeConfig {
    Optional<String> url();

    /** What the server knows us by. */
    Optional<String> token();

    /** How often what is served is compared with the current models; a model that is made current is served at once. */
    @WithDefault("5s")
    Duration tick();
}
