package hone.kind;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * In which order tasks of equal priority are handed out. Priority comes first in all of them, and within it what came back to be done by
 * somebody else.
 */
public enum HandingOrder {
    OLDEST("Oldest first", "Tasks come in the order in which they were made."),
    RANDOM(
            "Random",
            "Each task is drawn into one of sixteen groups, which come one after the other; within a group the oldest comes first. So neither age"
                    + " nor a file’s order decides what is judged."),
    INFORMATIVE(
            "Most informative first",
            "Tasks whose judgments disagree and prompts with few judgments come first, by a score that is computed again when somebody has"
                    + " judged.");

    private final String label;
    private final String sentence;

    HandingOrder(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }

    public boolean isOldest() {
        return this == OLDEST;
    }

    /** In forms, messages and the database: {@code informative}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<HandingOrder> named(String word) {
        return Arrays.stream(values())
                .filter(order -> order.wireName().equals(word))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(HandingOrder::wireName).toList();
    }
}
