package hone.round;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When rounds are looked at. */
@ConfigMapping(prefix = "hone.rounds")
interface RoundsConfig {
    /** How often due times and stages of rounds are looked at. */
    @WithDefault("3s")
    Duration tick();

    /** A round that starts longer than this after it was due is marked late. */
    @WithDefault("5m")
    Duration lateAfter();
}
