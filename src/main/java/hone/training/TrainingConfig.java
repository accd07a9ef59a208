package hone.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much data a stage needs to do any good, in a round and by hand. */
@ConfigMapping(prefix = "hone.rounds")
interface TrainingConfig {
    /** The fewest pairs that a reward model is trained on: with fewer it learns the few answers by heart. */
    @WithDefault("50")
    int rewardPairsMin();

    /** The fewest pairs of two answers of the policy's own family behind the reward model that PPO follows. */
    @WithDefault("200")
    int ppoFamilyPairsMin();
}
