package hone.evaluation.agreement;

import hone.evaluation.Measure;

/**
 * Fleiss' kappa, (P − P_e) / (1 − P_e): P is the share of agreeing pairs of raters, the mean over items, P_e the sum of squared
 * shares of the classes (Fleiss 1971). Every item has the same number of ratings.
 */
public final class FleissKappa {
    private FleissKappa() {}

    /** @param counts how often each item was given each class */
    public static Measure<Double> of(int[][] counts) {
        if (counts.length == 0) {
            return Measure.undefined("there are no items");
        }
        long raters = sum(counts[0]);
        if (raters < 2) {
            return Measure.undefined("no item has two ratings");
        }
        long[] byClass = new long[counts[0].length];
        double agreeing = 0; // pairs, the mean over items times their number
        for (int[] item : counts) {
            if (sum(item) != raters) {
                return Measure.undefined("items have " + raters + " ratings and " + sum(item));
            }
            long pairs = 0;
            for (int c = 0; c < item.length; c++) {
                byClass[c] += item[c];
                pairs += (long) item[c] * (item[c] - 1);
            }
            agreeing += (double) pairs / (raters * (raters - 1));
        }
        double all = (double) raters * counts.length;
        double byChance = 0;
        for (long of : byClass) {
            if (of == all) {
                return Measure.undefined("all ratings are the same, so chance agreement is one");
            }
            byChance += of / all * (of / all);
        }
        return Measure.of((agreeing / counts.length - byChance) / (1 - byChance));
    }

    private static long sum(int[] item) {
        long sum = 0;
        for (int of : item) {
            sum += of;
        }
        return sum;
    }
}
