package hone.evaluation.reliability;

import java.util.Optional;

/**
 * What a labeler decided about two answers, as they were shown.
 *
 * @param pair the same number whenever the same two answers are shown, on whichever sides
 * @param left the shown answers
 * @param seconds from the page to the decision; empty where nobody took the time
 */
public record PairVerdict(long pair, Shown left, Shown right, Choice choice, Optional<Double> seconds) {
    /** Which side was preferred. */
    public enum Choice {
        LEFT,
        RIGHT,
        TIE
    }

    /**
     * One of the two answers.
     *
     * @param answer its number, by which it is known again on the other side
     * @param length in whatever unit, the same for both
     * @param reward a reward model's score; empty where there is none
     */
    public record Shown(long answer, int length, Optional<Double> reward) {}

    /** The answer that was preferred; empty for a tie. */
    Optional<Shown> preferred() {
        return switch (choice) {
            case LEFT -> Optional.of(left);
            case RIGHT -> Optional.of(right);
            case TIE -> Optional.empty();
        };
    }
}
