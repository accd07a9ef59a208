package hone.web;

/** What was asked for is not there, or not there for this person: both look the same from outside (404). */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotFound(String what) {
        super(what);
    }
}
