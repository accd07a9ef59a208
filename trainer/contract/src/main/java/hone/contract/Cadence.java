package hone.contract;

/** How often a run looks at held-out rows, and how often it can be gone on with. */
public record Cadence(int evaluateEverySteps, int checkpointEverySteps) {
    public Cadence {
        Check.notNegative("evaluateEverySteps", evaluateEverySteps);
        Check.notNegative("checkpointEverySteps", checkpointEverySteps);
    }

    public static Cadence every(int steps) {
        return new Cadence(steps, steps);
    }
}
