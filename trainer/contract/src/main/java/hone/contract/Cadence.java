package hone.contract;

/** How often a run evaluates held-out rows, and how often it saves a checkpoint to resume from. */
public record Cadence(int evaluateEverySteps, int checkpointEverySteps) {
    public Cadence {
        Allowed.every("evaluateEverySteps", evaluateEverySteps);
        Allowed.every("checkpointEverySteps", checkpointEverySteps);
    }

    public static Cadence every(int steps) {
        return new Cadence(steps, steps);
    }
}
