package hone.evaluation;

import hone.contract.RunEvent.RowLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What training changed on rows that it never sees: the mean loss per token (per answer in KTO) before and after, and the 95 % confidence interval
 * of the difference. Both losses are of the same rows, so rows are resampled in pairs (paired bootstrap, percentile interval:
 * Efron and Tibshirani 1993, chapter 13). With few rows the interval is not trusted.
 *
 * @param rows that were measured
 * @param change from before to after, below 0 where the loss fell; empty where rows were not measured one by one
 */
public record HeldOutChange(long rows, double before, double after, Optional<Interval> change) {
    private static final int DRAWS = 2_000;
    /** A fixed seed, so that a page says the same each time it is read. */
    private static final long SEED = 20_250_301;

    /** For a trainer that reported only the means. */
    public static HeldOutChange ofMeans(long rows, double before, double after) {
        return new HeldOutChange(rows, before, after, Optional.empty());
    }

    /** @return empty when the two are not of the same rows */
    public static Optional<HeldOutChange> of(List<RowLoss> before, List<RowLoss> after) {
        double[] tokens = before.stream().mapToDouble(RowLoss::tokens).toArray();
        // Rows have no names in the report; a row is identified by its length and position.
        if (before.isEmpty()
                || !Arrays.equals(
                        tokens, after.stream().mapToDouble(RowLoss::tokens).toArray())) {
            return Optional.empty();
        }
        int n = before.size();
        double[] first = before.stream().mapToDouble(RowLoss::loss).toArray();
        double[] last = after.stream().mapToDouble(RowLoss::loss).toArray();
        SplittableRandom random = new SplittableRandom(SEED);
        double[] changes = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double difference = 0;
            double drawn = 0;
            for (int i = 0; i < n; i++) {
                int row = random.nextInt(n);
                difference += last[row] - first[row];
                drawn += tokens[row];
            }
            changes[draw] = difference / drawn;
        }
        Arrays.sort(changes);
        double all = Arrays.stream(tokens).sum();
        return Optional.of(new HeldOutChange(
                n,
                Arrays.stream(first).sum() / all,
                Arrays.stream(last).sum() / all,
                Optional.of(new Interval(at(changes, 0.025), at(changes, 0.975)))));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    public Verdict verdict() {
        return Verdict.of(rows, change.map(Interval::negated));
    }

    /** By how much the loss fell, or rose if it got worse; if that is unclear, the interval of the change. */
    public Optional<Interval> by() {
        return verdict() == Verdict.BETTER ? change.map(Interval::negated) : change;
    }
}
