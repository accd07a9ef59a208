package hone.evaluation.agreement;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import hone.evaluation.bootstrap.Bootstrap;
import hone.evaluation.bootstrap.Multinomial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean of one number an item, such as the tau of those who ranked it. Items with the same number are interchangeable, so they
 * are counted, not kept.
 */
public final class ItemMean {
    private final Map<Double, long[]> timesByValue = new LinkedHashMap<>();
    private long items;

    public void add(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("an item has a number");
        }
        timesByValue.computeIfAbsent(value, any -> new long[1])[0]++;
        items++;
    }

    public long items() {
        return items;
    }

    public Measure<Double> mean() {
        return items == 0 ? Measure.undefined("no item was judged by two") : Measure.of(mean(values(), times(), items));
    }

    /** The 95 % interval of the mean, drawing the items again. */
    public Measure<Interval> interval(Bootstrap bootstrap) {
        if (items == 0) {
            return Measure.undefined("no item was judged by two");
        }
        double[] values = values();
        long n = items;
        double[] weights = new double[values.length];
        long[] times = times();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = times[i];
        }
        Multinomial resample = new Multinomial(weights);
        return bootstrap
                .intervals(random -> Measure.of(new double[] {mean(values, resample.draw(random, n), n)}))
                .map(all -> all.getFirst());
    }

    private static double mean(double[] values, long[] times, long n) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * times[i];
        }
        return sum / n;
    }

    private double[] values() {
        return timesByValue.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private long[] times() {
        return timesByValue.values().stream().mapToLong(times -> times[0]).toArray();
    }
}
