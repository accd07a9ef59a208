package hone.trainer.jinja;

/** A template can't be read or rendered. The message says why; the line is the template's, counted from 1. */
public final class TemplateError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why it ended. */
    public enum Cause {
        /** It is no Jinja, or uses what does not exist here. */
        SYNTAX,
        /** Something in it failed for these inputs. */
        FAILED,
        /** It called {@code raise_exception}: the message is the template's own. */
        RAISED,
        /** It took too many steps, wrote too much or went too deep. */
        LIMIT
    }

    private final Cause why;
    private final int line;

    TemplateError(Cause why, int line, String message) {
        super(message);
        this.why = why;
        this.line = line;
    }

    /** Without a line yet; the statement that is executed adds it. */
    static TemplateError failed(String message) {
        return new TemplateError(Cause.FAILED, 0, message);
    }

    static TemplateError limit(String message) {
        return new TemplateError(Cause.LIMIT, 0, message);
    }

    TemplateError at(int statement) {
        return line > 0 ? this : new TemplateError(why, statement, message());
    }

    public Cause why() {
        return why;
    }

    public int line() {
        return line;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
