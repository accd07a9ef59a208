package hone.evaluation.agreement;

import hone.evaluation.Measure;
import java.util.Arrays;

/**
 * Kendall's coefficient of concordance W = 12 S / (m² (n³ − n) − m Σ T) of m raters who rank n items: S is the sum of squared
 * deviations of the items' rank sums from their mean, T = Σ (t³ − t) over a rater's groups of t items that are level, which share
 * their mean rank (Kendall and Babington Smith 1939; Kendall 1962, chapter 6).
 */
public final class KendallW {
    private KendallW() {}

    /** @param ratings raters × items, all of them there */
    public static Measure<Double> of(double[][] ratings) {
        int m = ratings.length;
        if (m < 2) {
            return Measure.undefined("there are fewer than two raters");
        }
        int n = ratings[0].length;
        if (n < 2) {
            return Measure.undefined("there are fewer than two items");
        }
        double[] rankSums = new double[n];
        double items = n;
        double allLevel = items * items * items - items;
        double ties = 0;
        boolean someoneTellsApart = false;
        for (double[] rater : ratings) {
            if (rater.length != n || Arrays.stream(rater).anyMatch(Double::isNaN)) {
                return Measure.undefined("a rater has not ranked all items");
            }
            double ofRater = addRanks(rater, rankSums);
            someoneTellsApart |= ofRater != allLevel;
            ties += ofRater;
        }
        if (!someoneTellsApart) {
            return Measure.undefined("every rater puts all items level");
        }
        double mean = m * (n + 1) / 2.0;
        double squares = 0;
        for (double sum : rankSums) {
            squares += (sum - mean) * (sum - mean);
        }
        return Measure.of(12 * squares / (m * (double) m * allLevel - m * ties));
    }

    /** Adds a rater's ranks to the sums; returns Σ (t³ − t). */
    private static double addRanks(double[] rater, double[] rankSums) {
        Integer[] order = new Integer[rater.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(rater[i] + 0.0, rater[j] + 0.0));
        double ties = 0;
        int first = 0;
        for (int i = 1; i <= order.length; i++) {
            if (i < order.length && rater[order[i]] == rater[order[first]]) {
                continue;
            }
            double level = i - first;
            for (int at = first; at < i; at++) {
                rankSums[order[at]] += (first + 1 + i) / 2.0;
            }
            ties += level * level * level - level;
            first = i;
        }
        return ties;
    }
}
