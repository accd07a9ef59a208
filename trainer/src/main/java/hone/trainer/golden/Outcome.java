package hone.trainer.golden;

/** What became of a check. */
public sealed interface Outcome {
    /** @param error the largest relative error; infinite where something was no number or had the wrong shape */
    record Compared(double error, double tolerance) implements Outcome {
        public boolean ok() {
            return error <= tolerance;
        }
    }

    /** Refused, as expected. */
    record Refused(String sentence) implements Outcome {}

    /** There was nothing to compare: we failed. */
    record Failed(String why) implements Outcome {}

    /** Not of this version. */
    record Skipped(String why) implements Outcome {}
}
