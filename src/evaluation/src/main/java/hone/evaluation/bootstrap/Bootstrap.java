package hone.evaluation.bootstrap;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Resamples are computed on
 * all processors; each has random numbers of its own, so the same seed gives the same intervals on any number of them.
 */
public record Bootstrap(int resamples, long seed) {
    private static final double TAIL = 0.025;

    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException("a bootstrap of " + resamples + " resamples");
        }
    }

    /**
     * The 95 % interval of each of the numbers that {@code statistic} computes from data that it draws.
     *
     * @return undefined when so many resamples are that a bound of the interval would lie among them
     */
    public Measure<List<Interval>> intervals(Function<RandomGenerator, Measure<double[]>> statistic) {
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom[] randoms = new SplittableRandom[resamples];
        for (int r = 0; r < resamples; r++) {
            randoms[r] = root.split();
        }
        List<Measure<double[]>> all = IntStream.range(0, resamples)
                .parallel()
                .mapToObj(r -> statistic.apply(randoms[r]))
                .toList();
        List<double[]> defined = new ArrayList<>(resamples);
        String reason = "";
        for (Measure<double[]> one : all) {
            switch (one) {
                case Measure.Value<double[]>(double[] value) -> defined.add(value);
                case Measure.Undefined<double[]>(String why) -> reason = why;
            }
        }
        int undefined = resamples - defined.size();
        if (undefined > TAIL * resamples) {
            return Measure.undefined("in " + undefined + " of " + resamples + " resamples " + reason);
        }
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < defined.getFirst().length; i++) {
            intervals.add(percentiles(defined, i));
        }
        return Measure.of(intervals);
    }

    private static Interval percentiles(List<double[]> drawn, int i) {
        double[] sorted = drawn.stream().mapToDouble(values -> values[i]).toArray();
        Arrays.sort(sorted);
        return new Interval(at(sorted, TAIL), at(sorted, 1 - TAIL));
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
