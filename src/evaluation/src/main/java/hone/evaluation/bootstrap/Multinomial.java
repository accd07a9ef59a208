package hone.evaluation.bootstrap;

import java.util.random.RandomGenerator;

/**
 * Draws how often each cell comes up when n things are drawn with replacement from cells of given weights. A bootstrap of a
 * million rows that fall into a few thousand cells has exactly this distribution, and drawing the cells' counts one binomial
 * after the other takes a few thousand steps in place of a million.
 */
public final class Multinomial {
    private final double[] shareOfRest; // of a cell, among itself and the cells after it

    public Multinomial(double[] weights) {
        shareOfRest = new double[weights.length];
        double rest = 0;
        for (int cell = weights.length - 1; cell >= 0; cell--) {
            rest += weights[cell];
            shareOfRest[cell] = weights[cell] > 0 ? weights[cell] / rest : 0;
        }
    }

    /** Counts that come to n, one for each cell. */
    public long[] draw(RandomGenerator random, long n) {
        long[] counts = new long[shareOfRest.length];
        long left = n;
        for (int cell = 0; cell < counts.length && left > 0; cell++) {
            counts[cell] = Binomial.draw(random, left, shareOfRest[cell]);
            left -= counts[cell];
        }
        return counts;
    }
}
