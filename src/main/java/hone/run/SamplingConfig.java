package hone.run;

import io.smallrye.config.ConfigMapping;

/** How many prompts are sampled at once. */
@ConfigMapping(prefix = "hone.sampling")
public interface SamplingConfig {
    /** Prompts at most that a newly current model, or a round, answers by itself. The button lets an admin say another number. */
    int promptsMax();

    /** Prompts a run at most; more become several runs. */
    int promptsPerRunMax();
}
