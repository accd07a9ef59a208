package hone.trainer.golden;

/** The outcome of a check. */
public sealed interface Outcome {
    /** @param error the largest relative error; infinite for NaN or a wrong shape */
    record Compared(double error, double tolerance) implements Outcome {
        public boolean ok() {
            return error <= tolerance;
        }
    }

    /** Refused, as expected. */
    record Refused(String sentence) implements Outcome {}

    /** Our code failed, so there was nothing to compare. */
    record Failed(String why) implements Outcome {}

    /** This version does not support it. */
    record Skipped(String why) implements Outcome {}
}
