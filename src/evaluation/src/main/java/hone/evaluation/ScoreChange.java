package hone.evaluation;

import java.util.Optional;

/**
 * By how much the mean score of sampled answers rose between two steps, and how sure that is. Each step samples new answers, so the two
 * means are independent and their difference varies by both (Welch 1947); of thirty answers or more a mean is near enough to
 * normal.
 *
 * @param n answers of the step that had fewer; 0 where that was not told
 * @param change above 0 where the score rose; empty where the spread of the scores was not told
 */
public record ScoreChange(long n, double before, double after, Optional<Interval> change) {
    private static final double Z = 1.959963984540054;

    /**
     * The scores of one step.
     *
     * @param deviation their standard deviation; empty where it was not told
     * @param n how many; 0 where that was not told
     */
    public record Scores(double mean, Optional<Double> deviation, long n) {
        private Optional<Double> varianceOfTheMean() {
            return n < 1 ? Optional.empty() : deviation.map(sd -> sd * sd / n);
        }
    }

    public static ScoreChange of(Scores before, Scores after) {
        double difference = after.mean() - before.mean();
        return new ScoreChange(
                Math.min(before.n(), after.n()),
                before.mean(),
                after.mean(),
                before.varianceOfTheMean()
                        .flatMap(first -> after.varianceOfTheMean()
                                .map(last -> Z * Math.sqrt(first + last))
                                .map(width -> new Interval(difference - width, difference + width))));
    }

    public Verdict verdict() {
        return Verdict.of(n, change);
    }

    /** By how much the score rose, or fell where it got worse; where that is unclear, its change. */
    public Optional<Interval> by() {
        return verdict() == Verdict.WORSE ? change.map(Interval::negated) : change;
    }
}
