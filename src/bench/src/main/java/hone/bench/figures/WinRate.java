package hone.bench.figures;

import hone.bench.world.Dice;
import java.util.Arrays;
import java.util.List;

/**
 * How often one side is better, a tie being a half, with a 95 % interval by the percentile bootstrap over prompts (Efron and
 * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 */
public record WinRate(double value, double low, double high, int prompts) {
    private static final int RESAMPLES = 2000;

    /** @param wins one number a prompt: 1, ½ or 0 */
    public static WinRate of(List<Double> wins, long seed) {
        if (wins.isEmpty()) {
            throw new IllegalArgumentException("no prompts, no win rate");
        }
        Dice dice = Dice.of(seed, "bootstrap");
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < wins.size(); i++) {
                sum += wins.get(dice.below(wins.size()));
            }
            means[r] = sum / wins.size();
        }
        Arrays.sort(means);
        double mean = wins.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new WinRate(mean, means[RESAMPLES / 40], means[RESAMPLES - RESAMPLES / 40 - 1], wins.size());
    }

    public Figure figure(String bench, String caseName, String metric) {
        return Figure.of(bench, caseName, metric, value, "ratio")
                .samples(prompts)
                .interval(low, high);
    }
}
