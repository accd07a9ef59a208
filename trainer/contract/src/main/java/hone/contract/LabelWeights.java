package hone.contract;

import java.util.Map;
import java.util.Optional;

/**
 * How the judgments of a dataset count by how reliable their authors were found, from the dataset's own comparisons: enough to compute
 * every row's weight again.
 *
 * @param policy {@code weight}, {@code drop-below} or {@code soft-label}: a compared pair is a row in each order, weighted by how
 *     probably it is right
 * @param threshold of {@code drop-below}: a judgment less likely right than this gave no row
 * @param labelers labeler id → what was found of them
 * @param leftOut judgments that count nothing
 * @param whyNot why reliability could not be estimated, so that everything counts the same; empty if it was
 */
public record LabelWeights(
        String policy,
        Optional<Double> threshold,
        Map<String, Reliability> labelers,
        long leftOut,
        Optional<String> whyNot) {
    /**
     * One labeler.
     *
     * @param accuracy how likely a judgment of theirs is right; empty: they share too few pairs with others to be judged
     * @param low the lower end of its 95 % interval
     * @param high the upper end
     * @param shared how many of their judgments could be compared with another's
     * @param weight what each of their judgments counts; of {@code soft-label}: of their rankings
     */
    public record Reliability(
            Optional<Double> accuracy, Optional<Double> low, Optional<Double> high, long shared, double weight) {
        public Reliability {
            Check.notNegative("shared", shared);
            Check.share("weight", weight);
        }
    }

    public LabelWeights {
        Check.text("policy", policy);
        Check.notNegative("leftOut", leftOut);
        labelers = Map.copyOf(labelers);
    }
}
