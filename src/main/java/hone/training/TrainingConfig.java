package hone.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** From how much on a stage does good, in a round and by hand. */
@ConfigMapping(prefix = "hone.rounds")
interface TrainingConfig {
    /** Pairs to train on, at least, for a reward model: with fewer it learns the few answers by heart. */
    @WithDefault("50")
    int rewardPairsMin();

    /** Pairs of two answers of the policy's own family, at least, behind the reward model that PPO follows. */
    @WithDefault("200")
    int ppoFamilyPairsMin();
}
