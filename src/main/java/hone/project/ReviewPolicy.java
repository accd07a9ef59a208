package hone.project;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which judgments of a project wait for a reviewer before they count. */
public enum ReviewPolicy {
    NONE("None", "Every judgment counts at once."),
    ALL("Every judgment", "Nothing counts before a reviewer has accepted it."),
    SAMPLE("A sample", "A share of all judgments, drawn by chance."),
    UNCERTAIN(
            "The uncertain ones",
            "Those of people new to this work, those made faster than anybody reads, and those that contradict another judgment or what"
                    + " a reward model was sure of.");

    private final String label;
    private final String sentence;

    ReviewPolicy(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }

    /** As in forms and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ReviewPolicy> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
