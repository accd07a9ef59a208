package hone.run;

import io.smallrye.config.ConfigMapping;

/** How many prompts are sampled at once. */
@ConfigMapping(prefix = "hone.sampling")
public interface SamplingConfig {
    /**
     * The most prompts that a newly current model, or a round, answers by itself. An admin who presses the button can choose
     * another number.
     */
    int promptsMax();

    /** The most prompts in a run; more are split into several runs. */
    int promptsPerRunMax();
}
