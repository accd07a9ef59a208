package hone.trainer.optim;

import hone.trainer.run.RunFailure;

/** A loss or gradient that is infinite or no number: a step with it would spoil every weight, so none is made. */
public final class NotANumber {
    private NotANumber() {}

    /** @param step counted from 0, as the caller does */
    public static void refuse(double loss, double gradientNorm, long step) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
            String what = Double.isFinite(loss) ? "gradient" : "loss";
            throw new RunFailure(
                    "nan-loss",
                    "The " + what + " of step " + (step + 1)
                            + " is not a number; start a new run with a lower learning rate. The last checkpoint is kept.");
        }
    }
}
