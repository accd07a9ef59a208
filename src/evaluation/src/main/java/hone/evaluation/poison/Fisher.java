package hone.evaluation.poison;

/**
 * Fisher's exact test, one-sided: the probability that so many of what was drawn are marked, or more, if drawing had nothing to do
 * with marking (Fisher 1935, The logic of inductive inference). It is the upper tail of the hypergeometric distribution.
 */
final class Fisher {
    private static final double NEGLIGIBLE = 1e-17; // of the sum

    private final double[] logFactorials;

    /** For tests on at most this many rows; takes 8 bytes a row. */
    Fisher(int rowsMax) {
        logFactorials = new double[rowsMax + 1];
        for (int i = 1; i <= rowsMax; i++) {
            logFactorials[i] = logFactorials[i - 1] + Math.log(i);
        }
    }

    /**
     * P(X ≥ k).
     *
     * @param k marked ones among those drawn
     * @param drawn how many were drawn
     * @param marked how many are marked
     * @param all how many there are
     */
    double atLeast(int k, int drawn, int marked, int all) {
        if (k <= Math.max(0, drawn + marked - all)) {
            return 1;
        }
        if (k > Math.min(drawn, marked)) {
            return 0;
        }
        double term = Math.exp(logChoose(marked, k) + logChoose(all - marked, drawn - k) - logChoose(all, drawn));
        double sum = 0;
        for (int x = k; x <= Math.min(drawn, marked); x++) {
            sum += term;
            double ratio = (double) (marked - x) * (drawn - x) / ((x + 1.0) * (all - marked - drawn + x + 1.0));
            term *= ratio;
            if (ratio < 1 && term < NEGLIGIBLE * sum) {
                break;
            }
        }
        return Math.min(1, sum);
    }

    private double logChoose(int n, int k) {
        return logFactorials[n] - logFactorials[k] - logFactorials[n - k];
    }
}
