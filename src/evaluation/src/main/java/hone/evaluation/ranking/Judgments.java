package hone.evaluation.ranking;

import java.util.Arrays;

/**
 * Which of two items, shown left and right, each worker preferred. Items and workers are numbers from 0; ties are left out by
 * whoever makes it, because the model has none.
 */
public record Judgments(int items, int workers, int[] worker, int[] left, int[] right, boolean[] saidLeft) {
    public Judgments {
        int n = worker.length;
        if (left.length != n || right.length != n || saidLeft.length != n) {
            throw new IllegalArgumentException("judgments have " + n + " workers, " + left.length + " left items, "
                    + right.length + " right items and " + saidLeft.length + " answers");
        }
        check("worker", worker, workers);
        check("item", left, items);
        check("item", right, items);
    }

    private static void check(String what, int[] numbers, int count) {
        for (int number : numbers) {
            if (number < 0 || number >= count) {
                throw new IllegalArgumentException("the " + what + " " + number + " is not one of " + count);
            }
        }
    }

    public int size() {
        return worker.length;
    }

    /** Without who said it. */
    PairCounts byPair() {
        double[] score = new double[size()];
        Arrays.setAll(score, j -> saidLeft[j] ? 1 : 0);
        return PairCounts.ofVotes(items, left, right, score);
    }
}
