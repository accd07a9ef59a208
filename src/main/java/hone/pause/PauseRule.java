package hone.pause;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may pause a person by itself. Each looks at a share of their newest judgments in one project. */
public enum PauseRule {
    AGREEMENT(
            Bound.LOWEST,
            60,
            "Agreement with others",
            "How often they say the same as others who judged the same task: comparisons that prefer the same answer or neither, and pairs"
                    + " of answers that are ranked in the same order. Ratings and written answers are not looked at."),
    SPEED(
            Bound.HIGHEST,
            50,
            "Faster than reading",
            "How often they decide in less than a quarter of the time that reading takes, of the tasks that take twelve seconds to read"
                    + " or longer."),
    SIDE(
            Bound.HIGHEST,
            85,
            "One side",
            "How often the preferred answer is the one on the same side. Sides are drawn by chance, so about half is expected."),
    GOLD(Bound.LOWEST, 70, "Gold", "How often they prefer the known answer of gold tasks."),
    CONSISTENCY(
            Bound.LOWEST,
            60,
            "Self-consistency",
            "How often they prefer the same answer or neither, when the same two answers come again with sides swapped. It needs planned"
                    + " repeats, which are off until the settings say how many come.");

    private final Bound bound;
    private final int usualPercent;
    private final String label;
    private final String sentence;

    /** On which side of it a share should be. */
    public enum Bound {
        LOWEST("below"),
        HIGHEST("above");

        private final String broken;

        Bound(String broken) {
            this.broken = broken;
        }

        /** Where a share is that breaks the rule. */
        public String broken() {
            return broken;
        }
    }

    PauseRule(Bound bound, int usualPercent, String label, String sentence) {
        this.bound = bound;
        this.usualPercent = usualPercent;
        this.label = label;
        this.sentence = sentence;
    }

    public Bound bound() {
        return bound;
    }

    /** The larger of two sides is never below half. */
    public int percentMin() {
        return this == SIDE ? 51 : 1;
    }

    /** What the form proposes. */
    public int usualPercent() {
        return usualPercent;
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

    public static Optional<PauseRule> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
