package hone.deployment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the model server is. Without an address there is none, and nobody can talk to a model. */
@ConfigMapping(prefix = "hone.serve")
interface ServeConfig {
    Optional<String> url();

    /** The secret by which the server recognises us. */
    Optional<String> token();

    /** How often the served models are compared with the current ones; a model that is made current is served at once. */
    @WithDefault("5s")
    Duration tick();
}
