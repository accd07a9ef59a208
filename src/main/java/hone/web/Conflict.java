package hone.web;

/**
 * The request was valid when the page was made, but things have changed since (409). The message says what is kept and what to
 * do.
 */
public final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    public Conflict(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
