package hone.deployment;

/** The model server gives no answer. Nothing is wrong on our side, and nothing was stored. */
public final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Why why;

    public NoAnswer(Why why, String detail) {
        super(why + ": " + detail);
        this.why = why;
    }

    NoAnswer(Why why, Throwable cause) {
        super(why + ": " + cause, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    /** The reasons differ in what a person can do about them. */
    public enum Why {
        /** No server is set up here. */
        NOT_SET_UP,
        /** It does not respond, or broke off. */
        UNREACHABLE,
        /** It does not serve this project's model, or not yet. */
        NOT_SERVED,
        /** It answers with weights that belong to no model of this project. */
        OTHER_WEIGHTS,
        /** Too many people want answers at the moment. */
        BUSY,
        /** The conversation is longer than the model can read. */
        TOO_LONG
    }
}
