package hone.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How often one side is better, counting a tie as a half, with a 95 % interval by the percentile bootstrap over prompts (Efron
 * and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 */
public record WinRate(double value, Interval interval, int prompts) {
    private static final int RESAMPLES = 2000;

    /**
     * @param wins one number per prompt: 1, ½ or 0
     * @param seed the same seed gives the same resamples
     */
    public static WinRate of(List<Double> wins, long seed) {
        if (wins.isEmpty()) {
            throw new IllegalArgumentException("no prompts, no win rate");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < wins.size(); i++) {
                sum += wins.get(random.nextInt(wins.size()));
            }
            means[r] = sum / wins.size();
        }
        Arrays.sort(means);
        double mean = wins.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new WinRate(
                mean, new Interval(means[RESAMPLES / 40], means[RESAMPLES - RESAMPLES / 40 - 1]), wins.size());
    }

    /** What may be said about it: better than a coin toss, worse, or neither. */
    public Verdict verdict() {
        return Verdict.of(prompts, Optional.of(new Interval(interval.low() - 0.5, interval.high() - 0.5)));
    }
}
