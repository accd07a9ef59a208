package hone.evaluation.agreement;

import hone.evaluation.Measure;

/**
 * Cohen's kappa of two raters, 1 − Σ w o / Σ w e: o is how often they gave classes i and j together, e how often they would by
 * chance with the classes that each of them gives (Cohen 1960; with weights, Cohen 1968).
 */
public final class CohenKappa {
    /** What it costs when one says class i and the other j. */
    public enum Weights {
        /** 1 when they differ. */
        NONE,
        /** |i − j|. */
        LINEAR,
        /** (i − j)². */
        QUADRATIC;

        private double of(int i, int j) {
            double apart = Math.abs(i - j);
            return switch (this) {
                case NONE -> i == j ? 0 : 1;
                case LINEAR -> apart;
                case QUADRATIC -> apart * apart;
            };
        }
    }

    private CohenKappa() {}

    /**
     * @param first the class that one rater gave each item, −1 where none; for weights, classes are numbered in their order
     * @param second the same of the other
     */
    public static Measure<Double> of(int[] first, int[] second, int classes, Weights weights) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("the raters have " + first.length + " and " + second.length + " items");
        }
        long[][] together = new long[classes][classes];
        for (int item = 0; item < first.length; item++) {
            if (first[item] >= 0 && second[item] >= 0) {
                together[first[item]][second[item]]++;
            }
        }
        return of(together, weights);
    }

    /** @param together how many items the first rater gave class i and the second class j */
    public static Measure<Double> of(long[][] together, Weights weights) {
        int classes = together.length;
        long[] byFirst = new long[classes];
        long[] bySecond = new long[classes];
        long n = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                byFirst[i] += together[i][j];
                bySecond[j] += together[i][j];
                n += together[i][j];
            }
        }
        if (n == 0) {
            return Measure.undefined("no item was rated by both");
        }
        double observed = 0;
        double byChance = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                observed += weights.of(i, j) * together[i][j];
                byChance += weights.of(i, j) * byFirst[i] * bySecond[j] / n;
            }
        }
        return byChance == 0
                ? Measure.undefined("both raters always say the same, so chance agreement is one")
                : Measure.of(1 - observed / byChance);
    }
}
