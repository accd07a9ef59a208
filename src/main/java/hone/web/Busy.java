package hone.web;

import java.time.Duration;

/** There is no room for the request at this moment (503): the sentence says what is kept, {@code Retry-After} when to come again. */
public final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    public Busy(String sentence, Duration retryAfter) {
        super(sentence);
        this.retryAfter = retryAfter;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** For the header {@code Retry-After}. */
    public String retryAfterSeconds() {
        return Long.toString(retryAfter.toSeconds());
    }
}
