package hone.deployment;

/** The model server gives no answer. Nothing of ours is wrong by it, and nothing was stored. */
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

    /** What a person can do about it differs. */
    public enum Why {
        /** No server is set up here. */
        NOT_SET_UP,
        /** It does not answer, or broke off. */
        AWAY,
        /** It does not serve this project's model, not yet. */
        NOT_SERVED,
        /** It answers with weights that are no model of this project. */
        OTHER_WEIGHTS,
        /** Too many want answers at this moment. */
        BUSY,
        /** The conversation is longer than the model can read. */
        TOO_LONG
    }
}
