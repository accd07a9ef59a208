package hone.evaluation;

import java.util.ArrayList;
import java.util.List;

/** How often a reward model gives the higher score to the answer that somebody prefers. */
public final class RewardAccuracy {
    private RewardAccuracy() {}

    /** Which of two answers somebody prefers. */
    public enum Preferred {
        FIRST,
        SECOND,
        NEITHER
    }

    /**
     * @param first the reward model's scores of the first answers, in the order of the pairs, as {@code second}
     * @return one number per pair: 1 where both prefer the same answer, ½ where the model scores both equally, 0 otherwise;
     * pairs in which nobody prefers one are left out
     */
    public static List<Double> of(List<Double> first, List<Double> second, List<Preferred> preferred) {
        List<Double> right = new ArrayList<>();
        for (int i = 0; i < preferred.size(); i++) {
            double higher = Math.signum(first.get(i) - second.get(i));
            switch (preferred.get(i)) {
                case FIRST -> right.add((1 + higher) / 2);
                case SECOND -> right.add((1 - higher) / 2);
                case NEITHER -> {}
            }
        }
        return right;
    }
}
