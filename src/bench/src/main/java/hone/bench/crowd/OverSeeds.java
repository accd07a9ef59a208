package hone.bench.crowd;

import java.util.List;

/**
 * The mean of one number a seed with its 95 % interval by Student's t: seeds draw their own world, crowd and order.
 *
 * @param away from the mean to either end of the interval
 */
record OverSeeds(double mean, double away, int seeds) {
    /** The 97.5 % quantiles of Student's t with 1 to 9 degrees of freedom. */
    private static final List<Double> T = List.of(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262);

    static OverSeeds of(List<Double> numbers) {
        int n = numbers.size();
        if (n < 2 || n - 1 > T.size()) {
            throw new IllegalArgumentException("no interval of " + n + " seeds");
        }
        double mean = numbers.stream().mapToDouble(x -> x).average().orElseThrow();
        double squares =
                numbers.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        return new OverSeeds(mean, T.get(n - 2) * Math.sqrt(squares / (n - 1) / n), n);
    }
}
