package hone.round;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How rounds are kept going, and from how much on a step does good. */
@ConfigMapping(prefix = "hone.rounds")
interface RoundsConfig {
    /** How often due times and steps of rounds are looked at. */
    @WithDefault("3s")
    Duration tick();

    /** A round that starts longer than this after it was due is marked late. */
    @WithDefault("5m")
    Duration lateAfter();

    /** Pairs to train on, at least, for a reward model: with fewer it learns the few answers by heart. */
    @WithDefault("50")
    int rewardPairsMin();

    /** Pairs of two answers of the policy's own family, at least, behind the reward model that PPO follows. */
    @WithDefault("200")
    int ppoFamilyPairsMin();
}
