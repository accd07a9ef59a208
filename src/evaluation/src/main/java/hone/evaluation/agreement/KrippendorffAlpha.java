package hone.evaluation.agreement;

import hone.evaluation.Interval;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.bootstrap.Bootstrap;
import hone.evaluation.bootstrap.Multinomial;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Krippendorff's alpha, 1 − D_o / D_e: how much smaller the disagreement within items is than that of ratings drawn from all
 * items. It allows any number of raters, and ratings that are missing (Krippendorff 2011, Computing Krippendorff's
 * Alpha-Reliability).
 */
public final class KrippendorffAlpha {
    private static final String NOTHING_TO_COMPARE = "no item has two ratings";

    private KrippendorffAlpha() {}

    public static Measure<Double> of(Labels labels, Scale scale) {
        if (labels.size() == 0) {
            return Measure.undefined("there are no ratings");
        }
        if (labels.classes() > Coincidences.CLASSES_MAX) {
            return tooManyClasses(labels);
        }
        Coincidences coincidences = new Coincidences(labels.classes());
        int[] ratings = new int[labels.classes()];
        for (int item = 0; item < labels.items(); item++) {
            labels.countByClass(item, ratings);
            coincidences.add(ratings);
        }
        return of(coincidences, scale);
    }

    public static Measure<Double> of(Coincidences coincidences, Scale scale) {
        long[] counts = coincidences.counts();
        double[] matrix = coincidences.matrix();
        double[] squared = scale.squaredDifferences(counts);
        int classes = counts.length;
        long n = 0;
        double observed = 0;
        double expected = 0;
        for (int c = 0; c < classes; c++) {
            n += counts[c];
            for (int k = 0; k < classes; k++) {
                observed += matrix[c * classes + k] * squared[c * classes + k];
                expected += (double) counts[c] * counts[k] * squared[c * classes + k];
            }
        }
        if (n == 0) {
            return Measure.undefined(NOTHING_TO_COMPARE);
        }
        if (expected == 0) {
            return Measure.undefined("all ratings are the same, so no disagreement is expected");
        }
        return Measure.of(1 - (n - 1) * observed / expected);
    }

    /**
     * The 95 % interval of alpha, drawing again the items with two ratings or more. Items with the same ratings are
     * interchangeable, so a resample draws how often each different set of ratings comes up.
     */
    public static Measure<Interval> interval(Labels labels, Scale scale, Bootstrap bootstrap) {
        if (labels.classes() > Coincidences.CLASSES_MAX) {
            return tooManyClasses(labels);
        }
        Map<IntBuffer, long[]> timesBySet = new LinkedHashMap<>();
        int[] ratings = new int[labels.classes()];
        long items = 0;
        for (int item = 0; item < labels.items(); item++) {
            if (labels.count(item) < 2) {
                continue;
            }
            items++;
            labels.countByClass(item, ratings);
            long[] times = timesBySet.get(IntBuffer.wrap(ratings));
            if (times == null) {
                times = new long[1];
                timesBySet.put(IntBuffer.wrap(ratings.clone()), times);
            }
            times[0]++;
        }
        if (items == 0) {
            return Measure.undefined(NOTHING_TO_COMPARE);
        }
        long n = items;
        List<int[]> sets = new ArrayList<>();
        timesBySet.keySet().forEach(set -> sets.add(set.array()));
        Multinomial resample = new Multinomial(
                timesBySet.values().stream().mapToDouble(times -> times[0]).toArray());
        return bootstrap
                .intervals(random -> {
                    long[] times = resample.draw(random, n);
                    Coincidences drawn = new Coincidences(labels.classes());
                    for (int set = 0; set < times.length; set++) {
                        drawn.add(sets.get(set), times[set]);
                    }
                    return of(drawn, scale).map(alpha -> new double[] {alpha});
                })
                .map(List::getFirst);
    }

    private static <T> Measure<T> tooManyClasses(Labels labels) {
        return Measure.undefined("there are " + labels.classes() + " different ratings, more than the "
                + Coincidences.CLASSES_MAX + " that are compared");
    }
}
