package hone.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the API. */
@ConfigMapping(prefix = "hone.api")
interface ApiConfig {
    /** Per account, on each instance. */
    @WithDefault("600")
    int requestsPerMinute();
}
