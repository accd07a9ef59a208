package hone.evaluation;

import java.util.Optional;

/**
 * By how much the mean score of sampled answers rose between two steps, and how certain that is. Each step samples new answers,
 * so the two means are independent and the variance of their difference comes from both (Welch 1947); for thirty answers or
 * more a mean is close enough to normal.
 *
 * @param n answers of the step that had fewer; 0 if not reported
 * @param change above 0 where the score rose; empty if the spread of the scores was not reported
 */
public record ScoreChange(long n, double before, double after, Optional<Interval> change) {
    private static final double Z = 1.959963984540054;

    /**
     * The scores of one step.
     *
     * @param deviation their standard deviation; empty if not reported
     * @param n how many; 0 if not reported
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

    /** By how much the score rose, or fell if it got worse; if that is unclear, the interval of the change. */
    public Optional<Interval> by() {
        return verdict() == Verdict.WORSE ? change.map(Interval::negated) : change;
    }
}
