package hone.evaluation.poison;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Adjusted p-values by which the expected share of false ones among everything found stays below what is asked for (Benjamini and
 * Hochberg 1995, Controlling the false discovery rate).
 */
final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /**
     * q of each p, in the same order: the least of p(j) · tests / j over all ranks j from its own on.
     *
     * @param p of the tests that were computed
     * @param tests how many there were; those that were not computed count as if they had shown nothing
     */
    static double[] adjusted(double[] p, long tests) {
        if (tests < p.length) {
            throw new IllegalArgumentException(p.length + " p-values of " + tests + " tests");
        }
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        double[] q = new double[p.length];
        double least = 1;
        for (int rank = p.length; rank > 0; rank--) {
            int i = order[rank - 1];
            least = Math.min(least, p[i] * tests / rank);
            q[i] = least;
        }
        return q;
    }
}
