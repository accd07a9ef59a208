package hone.trainer.optim;

import hone.trainer.run.RunFailure;

/** A loss, gradient or score is infinite or NaN. A step with it would ruin every weight, so none is made. */
public final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long step;

    private NotFinite(String what, long step) {
        super(what + " of step " + step + " is not a number");
        this.what = what;
        this.step = step;
    }

    /**
     * @param what what is not finite, as the subject of a sentence
     * @param step counted from 1
     */
    public static void refuse(String what, double value, long step) {
        if (!Double.isFinite(value)) {
            throw new NotFinite(what, step);
        }
    }

    public String what() {
        return what;
    }

    public long step() {
        return step;
    }

    /** The failure of a run that can't continue with a lower learning rate. */
    public RunFailure failure() {
        return new RunFailure(
                "nan-loss",
                getMessage() + "; start a new run with a lower learning rate. The last checkpoint is kept.",
                this);
    }
}
