package hone.trainer.optim;

import hone.trainer.run.RunFailure;

/** A loss, a gradient or a score is infinite or not a number: a step with it would spoil every weight, so none is made. */
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
     * @param what as a sentence begins with it
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

    /** How a run ends that has no way to continue with a lower learning rate. */
    public RunFailure failure() {
        return new RunFailure(
                "nan-loss",
                getMessage() + "; start a new run with a lower learning rate. The last checkpoint is kept.",
                this);
    }
}
