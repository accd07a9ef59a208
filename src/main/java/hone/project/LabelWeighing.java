package hone.project;

import hone.web.Invalid;
import java.util.Arrays;
import java.util.Locale;

/**
 * How judgments count when a dataset is frozen.
 *
 * @param rightPercent below this probability of being right a judgment is left out, where the policy is to drop
 */
public record LabelWeighing(Policy policy, int rightPercent) {
    private static final int PERCENT_MAX = 99;

    /** What reliability does. */
    public enum Policy {
        OFF("Off", "Every judgment counts the same."),
        WEIGHT(
                "By reliability",
                "A comparison or ranking counts by how often its author is right; whoever is no better than chance counts nothing."),
        SOFT_LABEL(
                "As probabilities",
                "A compared pair is trained on in both orders, each as much as it is probably right by all judgments of the pair and how reliable their authors are."),
        DROP_BELOW(
                "Leave out the unlikely",
                "A comparison that is probably wrong, by all judgments of its pair and how reliable their authors are, is left out.");

        private final String label;
        private final String sentence;

        Policy(String label, String sentence) {
            this.label = label;
            this.sentence = sentence;
        }

        public String label() {
            return label;
        }

        public String sentence() {
            return sentence;
        }

        /** As in forms, in the database and in manifests. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static LabelWeighing of(String word, int rightPercent) {
        return new LabelWeighing(
                Arrays.stream(Policy.values())
                        .filter(one -> one.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> Invalid.field("weights", "Choose how judgments count.")),
                rightPercent);
    }

    public static LabelWeighing typed(String word, String rightPercent) {
        int percent = rightPercent.matches("\\d{1,2}") ? Integer.parseInt(rightPercent) : 0;
        if (percent < 1) {
            throw Invalid.field("rightPercent", "A whole number from 1 to " + PERCENT_MAX + ".");
        }
        return of(word, percent);
    }
}
