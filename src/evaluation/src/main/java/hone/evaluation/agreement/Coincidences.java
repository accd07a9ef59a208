package hone.evaluation.agreement;

import java.util.Map;
import java.util.TreeMap;

/**
 * The coincidence matrix of Krippendorff 2011: o_ck counts the pairs of ratings c and k of one item, each item's pairs divided by
 * its ratings − 1. Items come and go one by one, at a cost that does not grow with those that are there. Pairs are kept as whole
 * numbers, one matrix for each number of ratings an item can have, so an item that went and came back leaves no trace.
 */
public final class Coincidences {
    /** So many different ratings need 8 MB for each number of ratings of an item. */
    public static final int CLASSES_MAX = 1024;

    private final int classes;
    private final long[] counts;
    private final Map<Integer, long[]> pairsByRatings = new TreeMap<>();

    public Coincidences(int classes) {
        if (classes > CLASSES_MAX) {
            throw new IllegalArgumentException(classes + " classes; " + CLASSES_MAX + " are the most");
        }
        this.classes = classes;
        this.counts = new long[classes];
    }

    /** @param ratings how often an item was given each class; an item with fewer than two ratings counts for nothing */
    public void add(int[] ratings) {
        change(ratings, 1);
    }

    /** An item that was added with the same ratings goes. */
    public void remove(int[] ratings) {
        change(ratings, -1);
    }

    /** As many items with the same ratings. */
    public void add(int[] ratings, long times) {
        change(ratings, times);
    }

    private void change(int[] ratings, long times) {
        int given = 0;
        for (int of : ratings) {
            given += of;
        }
        if (given < 2 || times == 0) {
            return;
        }
        long[] pairs = pairsByRatings.computeIfAbsent(given, any -> new long[classes * classes]);
        for (int c = 0; c < classes; c++) {
            if (ratings[c] == 0) {
                continue;
            }
            counts[c] += times * ratings[c];
            for (int k = 0; k < classes; k++) {
                pairs[c * classes + k] += times * ratings[c] * (c == k ? ratings[k] - 1 : ratings[k]);
            }
        }
    }

    /** How many pairable ratings each class has: n_c. */
    long[] counts() {
        return counts.clone();
    }

    /** o_ck. */
    double[] matrix() { // (C · C)
        double[] matrix = new double[classes * classes];
        pairsByRatings.forEach((ratings, pairs) -> {
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] += (double) pairs[i] / (ratings - 1);
            }
        });
        return matrix;
    }
}
