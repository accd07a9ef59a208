package hone.review;

import java.util.Arrays;
import java.util.Locale;

/** Why a judgment waits for a reviewer. */
public enum ReviewCause {
    EVERY("every judgment is reviewed"),
    SAMPLED("drawn by chance"),
    NEW_LABELER("its author is new to this work"),
    FAST("made faster than anybody reads"),
    DISAGREEMENT("it contradicts another judgment"),
    UNEXPECTED("the reward model was sure of the other answer"),
    /** A reviewer had returned the one before. */
    RETURNED("it was returned to its author before"),
    /** It may be data already, and stays so until a reviewer decides otherwise. */
    BEFORE_PAUSE("its author was paused after it");

    private final String sentence;

    ReviewCause(String sentence) {
        this.sentence = sentence;
    }

    /** As the end of “chosen because …”. */
    public String sentence() {
        return sentence;
    }

    /** As in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ReviewCause of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
