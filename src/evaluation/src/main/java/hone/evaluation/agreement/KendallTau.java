package hone.evaluation.agreement;

import hone.evaluation.Measure;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Kendall's tau-b of two rankings: pairs of items in the same order less those in opposite order, over the geometric mean of the
 * pairs that each ranking tells apart (Kendall 1945). Opposite pairs are the exchanges that merge sort makes, so it takes
 * O(n log n) steps (Knight 1966).
 */
public final class KendallTau {
    private KendallTau() {}

    public static Measure<Double> of(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("the rankings have " + x.length + " and " + y.length + " items");
        }
        int n = x.length;
        if (n < 2) {
            return Measure.undefined("there are fewer than two items");
        }
        if (DoubleStream.concat(Arrays.stream(x), Arrays.stream(y)).anyMatch(Double::isNaN)) {
            return Measure.undefined("some item has no rank");
        }
        long[] byX = new long[n]; // a rank in x, then one in y, in one number
        int[] rankX = denseRanks(x);
        int[] rankY = denseRanks(y);
        for (int i = 0; i < n; i++) {
            byX[i] = (long) rankX[i] << 32 | rankY[i];
        }
        Arrays.sort(byX);
        long[] highs = new long[n];
        long[] lows = new long[n];
        for (int i = 0; i < n; i++) {
            highs[i] = byX[i] >> 32;
            lows[i] = byX[i] & 0xffffffffL;
        }
        long pairs = (long) n * (n - 1) / 2;
        long tiedX = tiedPairs(highs);
        long tiedBoth = tiedPairs(byX);
        long exchanges = sortAndCount(lows, new long[n], 0, n);
        long tiedY = tiedPairs(lows);
        if (tiedX == pairs || tiedY == pairs) {
            return Measure.undefined("one of the rankings puts all items level");
        }
        double difference = pairs - tiedX - tiedY + tiedBoth - 2.0 * exchanges;
        double tau = difference / Math.sqrt(pairs - tiedX) / Math.sqrt(pairs - tiedY);
        return Measure.of(Math.clamp(tau, -1, 1));
    }

    /**
     * The mean over all pairs of raters who rank the same items, of the pairs that define a tau. Unlike W of two raters it is 0
     * where they agree no more than by chance.
     *
     * @param ratings raters × items
     */
    public static Measure<Double> meanOfPairs(double[][] ratings) {
        double sum = 0;
        int pairs = 0;
        Measure<Double> undefined = Measure.undefined("there are fewer than two raters");
        for (int first = 0; first < ratings.length; first++) {
            for (int second = first + 1; second < ratings.length; second++) {
                Measure<Double> tau = of(ratings[first], ratings[second]);
                switch (tau) {
                    case Measure.Value<Double>(Double value) -> {
                        sum += value;
                        pairs++;
                    }
                    case Measure.Undefined<Double>(String reason) -> undefined = tau;
                }
            }
        }
        return pairs == 0 ? undefined : Measure.of(sum / pairs);
    }

    /** 0 for the smallest value, equal ranks for equal values. */
    private static int[] denseRanks(double[] values) {
        double[] sorted = Arrays.stream(values)
                .map(value -> value + 0.0)
                .sorted()
                .distinct()
                .toArray();
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            ranks[i] = Arrays.binarySearch(sorted, values[i] + 0.0); // −0 + 0 is 0, and level with it
        }
        return ranks;
    }

    private static long tiedPairs(long[] sorted) {
        long tied = 0;
        int first = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[first]) {
                long run = i - first;
                tied += run * (run - 1) / 2;
                first = i;
            }
        }
        return tied;
    }

    /** Sorts and returns how many pairs were in the wrong order. */
    private static long sortAndCount(long[] values, long[] spare, int from, int to) {
        if (to - from < 2) {
            return 0;
        }
        int middle = (from + to) >>> 1;
        long exchanges = sortAndCount(values, spare, from, middle) + sortAndCount(values, spare, middle, to);
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            if (right == to || (left < middle && values[left] <= values[right])) {
                spare[at] = values[left++];
            } else {
                spare[at] = values[right++];
                exchanges += middle - left;
            }
        }
        System.arraycopy(spare, from, values, from, to - from);
        return exchanges;
    }
}
