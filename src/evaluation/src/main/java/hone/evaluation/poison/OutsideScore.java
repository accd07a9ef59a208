package hone.evaluation.poison;

/**
 * What a reward model says of an answer. It must not have learned from whoever gave the row: one that was trained on planted rows
 * finds them right.
 */
@FunctionalInterface
public interface OutsideScore {
    double of(JudgedRow row, String answer);
}
