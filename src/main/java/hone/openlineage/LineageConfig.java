package hone.openlineage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where OpenLineage events go. */
@ConfigMapping(prefix = "hone.openlineage")
interface LineageConfig {
    /** Its address, such as {@code http://marquez:5000/api/v1/lineage}; without it nothing is sent there. */
    Optional<URI> url();

    /** A topic of Hone's own Kafka, by its full name, such as {@code openlineage.events}; beside the collector or instead of it. */
    Optional<String> topic();

    /** Sent as a bearer token. */
    Optional<String> token();

    /** Distinguishes this Hone's jobs and datasets from those of others. */
    @WithDefault("hone")
    String namespace();

    /** How often each instance polls for events to send. */
    @WithDefault("5s")
    Duration tick();
}
