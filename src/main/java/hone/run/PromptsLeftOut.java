package hone.run;

import java.time.Instant;

/**
 * A run that sampled answers has finished, and this number of its prompts could not be given to its model. Fired in the
 * transaction that applies its end.
 */
public record PromptsLeftOut(TrainingRun run, int prompts, Instant at) {}
