package hone.evaluation.agreement;

/**
 * How far apart two classes are, squared: δ² of Krippendorff 2011 (Computing Krippendorff's Alpha-Reliability), section E.
 * Ordinal differences depend on how often the classes between the two were given.
 */
public sealed interface Scale {
    /** Classes are the same or different: 0 or 1. */
    record Nominal() implements Scale {}

    /** Classes are in order: (Σ n_g over the classes from c to k − (n_c + n_k) / 2)². */
    record Ordinal() implements Scale {}

    /**
     * Classes are numbers: (c − k)².
     *
     * @param valueOfClass the number of each class
     */
    record Numeric(double[] valueOfClass) implements Scale {}

    /**
     * @param counts how many pairable ratings each class has
     * @return (C · C), symmetric, 0 on the diagonal
     */
    default double[] squaredDifferences(long[] counts) {
        int classes = counts.length;
        double[] squared = new double[classes * classes];
        for (int c = 0; c < classes; c++) {
            long between = 0; // ratings of the classes from c to k − 1
            for (int k = c; k < classes; k++) {
                double difference = c == k
                        ? 0
                        : switch (this) {
                            case Nominal() -> 1;
                            case Ordinal() -> between + counts[k] - (counts[c] + counts[k]) / 2.0;
                            case Numeric(double[] value) -> value[k] - value[c];
                        };
                between += counts[k];
                squared[c * classes + k] = difference * difference;
                squared[k * classes + c] = difference * difference;
            }
        }
        return squared;
    }
}
