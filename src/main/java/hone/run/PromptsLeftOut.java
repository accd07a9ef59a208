package hone.run;

import java.time.Instant;

/**
 * A run that sampled answers has finished, and could not ask its model so many of the prompts. Fired in the transaction that applies
 * its end.
 */
public record PromptsLeftOut(TrainingRun run, int prompts, Instant at) {}
