package hone.web;

/** The request was good when the page was made, but the world has moved on (409). The message says what is kept and what to do. */
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
