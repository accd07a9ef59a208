package hone.evaluation;

import java.util.SortedMap;

/**
 * The median of counted whole numbers with its 95 % interval, whatever their distribution: the values at the ranks n/2 ∓ 1.96 √n/2
 * and one more (Campbell and Gardner 1988, Calculating confidence intervals for some non-parametric analyses). With fewer than six
 * numbers there are no such ranks, and no interval.
 */
public record Median(double median, Measure<Interval> interval, long n) {
    private static final double Z = 1.959963984540054;

    /** @param times how often each number is there, at least once */
    public static Measure<Median> of(SortedMap<Integer, Long> times) {
        long n = times.values().stream().mapToLong(Long::longValue).sum();
        if (n == 0) {
            return Measure.undefined("there are no numbers");
        }
        double middle = (at(times, (n + 1) / 2) + at(times, n / 2 + 1)) / 2.0;
        double width = Z * Math.sqrt(n) / 2;
        long low = Math.round(n / 2.0 - width);
        long high = Math.round(1 + n / 2.0 + width);
        Measure<Interval> interval = low < 1 || high > n
                ? Measure.undefined("there are fewer than six numbers")
                : Measure.of(new Interval(at(times, low), at(times, high)));
        return Measure.of(new Median(middle, interval, n));
    }

    /** @param rank 1 for the smallest */
    private static int at(SortedMap<Integer, Long> times, long rank) {
        long passed = 0;
        for (var entry : times.entrySet()) {
            passed += entry.getValue();
            if (passed >= rank) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + passed);
    }
}
