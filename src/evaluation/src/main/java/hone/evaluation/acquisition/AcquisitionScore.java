package hone.evaluation.acquisition;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How much a judgment of a task may tell, from 0 to 1: the mean of the terms that are known, so that a term that nobody has measured
 * neither raises nor lowers it. Such a function of what is known about an item is an acquisition function (Settles, <a
 * href="https://burrsettles.com/pub/settles.activelearning.pdf">Active Learning Literature Survey</a>, 2009). Each term is from 0 to 1,
 * and all weigh the same, since nothing here has been measured that would say otherwise.
 *
 * @param disagreement among the judgments so far, see {@link ObservedDisagreement}; empty where two judgments can't be compared
 * @param coverage how little the prompt has been judged, see {@link PromptCoverage}
 * @param rewardVariance how differently reward models see the answers, see {@link RewardVariance}; empty where it is not known
 */
public record AcquisitionScore(OptionalDouble disagreement, double coverage, OptionalDouble rewardVariance) {
    public AcquisitionScore {
        disagreement.ifPresent(term -> check("disagreement", term));
        check("coverage", coverage);
        rewardVariance.ifPresent(term -> check("reward variance", term));
    }

    private static void check(String term, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a term is from 0 to 1, but the " + term + " is " + value);
        }
    }

    public double value() {
        return Stream.of(disagreement.stream(), DoubleStream.of(coverage), rewardVariance.stream())
                .flatMapToDouble(term -> term)
                .average()
                .orElseThrow();
    }

    /**
     * The score in so many steps of equal width, for an order that has room for no more.
     *
     * @param steps at least 1
     * @return from 1 for the lowest to {@code steps}
     */
    public int step(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("there is at least one step, not " + steps);
        }
        return Math.min(steps, 1 + (int) (value() * steps));
    }
}
