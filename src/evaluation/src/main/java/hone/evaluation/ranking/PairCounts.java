package hone.evaluation.ranking;

import java.util.Arrays;

/**
 * Votes on pairs of items, counted by pair: however many votes there are, a fit costs what the different pairs cost. Items are
 * numbers from 0. A vote on an item and itself says nothing and is left out.
 */
public final class PairCounts {
    private static final int OUTCOMES = 3;

    final int items;
    final int[] a;
    final int[] b;
    /** By pair: a won, level, b won. */
    final double[] counts; // (P · 3)

    private PairCounts(int items, int[] a, int[] b, double[] counts) {
        this.items = items;
        this.a = a;
        this.b = b;
        this.counts = counts;
    }

    /** @param scoreOfA of each vote: 1 when a won, ½ when the two were level, 0 when b won */
    public static PairCounts ofVotes(int items, int[] a, int[] b, double[] scoreOfA) {
        if (a.length != b.length || a.length != scoreOfA.length) {
            throw new IllegalArgumentException("votes have " + a.length + " first items, " + b.length
                    + " second items and " + scoreOfA.length + " scores");
        }
        long[] keys = new long[a.length];
        int votes = 0;
        for (int v = 0; v < a.length; v++) {
            check(a[v], items);
            check(b[v], items);
            int outcome = outcome(scoreOfA[v]);
            if (a[v] == b[v]) {
                continue;
            }
            keys[votes++] = a[v] < b[v] ? key(items, a[v], b[v], outcome) : key(items, b[v], a[v], 2 - outcome);
        }
        Arrays.sort(keys, 0, votes);
        return grouped(items, keys, votes);
    }

    /** @param winsOfA of each pair; two entries of one pair add up */
    public static PairCounts ofWins(int items, int[] a, int[] b, double[] winsOfA, double[] winsOfB) {
        double[] counts = new double[a.length * OUTCOMES];
        for (int p = 0; p < a.length; p++) {
            check(a[p], items);
            check(b[p], items);
            if (!(winsOfA[p] >= 0) || !(winsOfB[p] >= 0)) {
                throw new IllegalArgumentException("wins of " + winsOfA[p] + " and " + winsOfB[p]);
            }
            if (a[p] != b[p]) {
                counts[p * OUTCOMES] = winsOfA[p];
                counts[p * OUTCOMES + 2] = winsOfB[p];
            }
        }
        return new PairCounts(items, a.clone(), b.clone(), counts);
    }

    /** The same pairs with other counts. */
    PairCounts with(long[] drawn) {
        return new PairCounts(
                items, a, b, Arrays.stream(drawn).mapToDouble(count -> count).toArray());
    }

    private static PairCounts grouped(int items, long[] keys, int votes) {
        int pairs = 0;
        for (int v = 0; v < votes; v++) {
            pairs += v == 0 || keys[v] / OUTCOMES != keys[v - 1] / OUTCOMES ? 1 : 0;
        }
        int[] a = new int[pairs];
        int[] b = new int[pairs];
        double[] counts = new double[pairs * OUTCOMES];
        int pair = -1;
        for (int v = 0; v < votes; v++) {
            long of = keys[v] / OUTCOMES;
            if (v == 0 || of != keys[v - 1] / OUTCOMES) {
                pair++;
                a[pair] = (int) (of / items);
                b[pair] = (int) (of % items);
            }
            counts[pair * OUTCOMES + (int) (keys[v] % OUTCOMES)]++;
        }
        return new PairCounts(items, a, b, counts);
    }

    private static long key(int items, int low, int high, int outcome) {
        return ((long) low * items + high) * OUTCOMES + outcome;
    }

    private static int outcome(double scoreOfA) {
        if (scoreOfA == 1) {
            return 0;
        }
        if (scoreOfA == 0.5) {
            return 1;
        }
        if (scoreOfA == 0) {
            return 2;
        }
        throw new IllegalArgumentException("a vote's score is 1, ½ or 0, not " + scoreOfA);
    }

    private static void check(int item, int items) {
        if (item < 0 || item >= items) {
            throw new IllegalArgumentException("the item " + item + " is not one of " + items);
        }
    }

    int pairs() {
        return a.length;
    }

    /** Wins of a, with half of the votes in which the two were level. */
    double winsOfA(int pair) {
        return counts[pair * OUTCOMES] + counts[pair * OUTCOMES + 1] / 2;
    }

    double winsOfB(int pair) {
        return counts[pair * OUTCOMES + 2] + counts[pair * OUTCOMES + 1] / 2;
    }

    /** All votes. */
    double total() {
        return Arrays.stream(counts).sum();
    }
}
