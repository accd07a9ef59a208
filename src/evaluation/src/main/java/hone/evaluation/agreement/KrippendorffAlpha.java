package hone.evaluation.agreement;

import hone.evaluation.Interval;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.bootstrap.Bootstrap;
import hone.evaluation.bootstrap.Multinomial;
import java.util.ArrayList;
import java.util.List;

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
        return of(sets(labels), scale);
    }

    public static Measure<Double> of(RatingSets sets, Scale scale) {
        Coincidences coincidences = new Coincidences(sets.classes());
        sets.each(coincidences::add);
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
        return interval(sets(labels), scale, bootstrap);
    }

    /** The same of items that were counted as they came by. */
    public static Measure<Interval> interval(RatingSets ratings, Scale scale, Bootstrap bootstrap) {
        if (ratings.items() == 0) {
            return Measure.undefined(NOTHING_TO_COMPARE);
        }
        List<int[]> sets = new ArrayList<>();
        List<Long> timesOfSets = new ArrayList<>();
        ratings.each((set, times) -> {
            sets.add(set);
            timesOfSets.add(times);
        });
        long n = ratings.items();
        Multinomial resample = new Multinomial(
                timesOfSets.stream().mapToDouble(Long::doubleValue).toArray());
        return bootstrap
                .intervals(random -> {
                    long[] times = resample.draw(random, n);
                    Coincidences drawn = new Coincidences(ratings.classes());
                    for (int set = 0; set < times.length; set++) {
                        drawn.add(sets.get(set), times[set]);
                    }
                    return of(drawn, scale).map(alpha -> new double[] {alpha});
                })
                .map(List::getFirst);
    }

    private static RatingSets sets(Labels labels) {
        RatingSets sets = new RatingSets(labels.classes());
        int[] ratings = new int[labels.classes()];
        for (int item = 0; item < labels.items(); item++) {
            labels.countByClass(item, ratings);
            sets.add(ratings);
        }
        return sets;
    }

    private static <T> Measure<T> tooManyClasses(Labels labels) {
        return Measure.undefined("there are " + labels.classes() + " different ratings, more than the "
                + Coincidences.CLASSES_MAX + " that are compared");
    }
}
