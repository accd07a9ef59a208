package hone.evaluation;

import hone.contract.RunEvent.RowLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What training changed on rows that it never sees: the mean loss a token before and after, and between which values the
 * difference is with 95 % confidence. Both losses are of the same rows, so rows are drawn in pairs (paired bootstrap, percentile
 * interval: Efron and Tibshirani 1993, chapter 13). With few rows no interval is believed.
 *
 * @param rows that were measured
 * @param change from before to after, below 0 where the loss fell; empty where rows were not measured one by one
 */
public record HeldOutChange(long rows, double before, double after, Optional<Interval> change) {
    private static final int DRAWS = 2_000;
    /** Always the same draws, so that a page says the same each time it is read. */
    private static final long SEED = 20_250_301;

    /** Of a trainer that told the means alone. */
    public static HeldOutChange ofMeans(long rows, double before, double after) {
        return new HeldOutChange(rows, before, after, Optional.empty());
    }

    /** @return empty when the two are not of the same rows */
    public static Optional<HeldOutChange> of(List<RowLoss> before, List<RowLoss> after) {
        double[] tokens = before.stream().mapToDouble(RowLoss::tokens).toArray();
        // A row has no name in the report; its length at its place is what it is known by.
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

    /** By how much the loss fell, or rose where it got worse; where that is unclear, its change. */
    public Optional<Interval> by() {
        return verdict() == Verdict.BETTER ? change.map(Interval::negated) : change;
    }
}
