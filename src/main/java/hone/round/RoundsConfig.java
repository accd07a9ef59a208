package hone.round;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often rounds are checked, and when one counts as late. */
@ConfigMapping(prefix = "hone.rounds")
interface RoundsConfig {
    /** How often due times and stages of rounds are checked. */
    @WithDefault("3s")
    Duration tick();

    /** A round that starts longer than this after it was due is marked late. */
    @WithDefault("5m")
    Duration lateAfter();
}
