package hone.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why people disagreed about a task. */
public enum Cause {
    GUIDELINE_GAP("The guideline does not say"),
    AMBIGUOUS_PROMPT("The prompt is ambiguous"),
    LABELER_ERROR("A labeler’s mistake"),
    EDGE_CASE("An edge case"),
    TASTE("A matter of taste");

    private final String label;

    Cause(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** As in forms and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Cause> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
