package hone.evaluation.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Interval;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.bootstrap.Bootstrap;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KrippendorffAlphaTest {
    private static final Scale NUMBERS = new Scale.Numeric(new double[] {1, 2, 3, 4});

    /** The worked example of the encyclopedia's article on Krippendorff's alpha. */
    private static final Labels PUBLISHED = Ratings.of(
            4,
            new int[] {0, 0, 0, 0, 0, 3, 4, 1, 2, 1, 1, 3, 3, 0, 3},
            new int[] {1, 0, 2, 1, 3, 3, 4, 3, 0, 0, 0, 0, 0, 0, 0},
            new int[] {0, 0, 2, 1, 3, 4, 4, 0, 2, 1, 1, 3, 3, 0, 4});

    @Test
    void thePublishedExampleHasThePublishedAlphas() {
        assertThat(alpha(PUBLISHED, new Scale.Nominal())).isCloseTo(0.691, within(5e-4));
        assertThat(alpha(PUBLISHED, new Scale.Ordinal())).isCloseTo(0.807, within(5e-4));
        assertThat(alpha(PUBLISHED, NUMBERS)).isCloseTo(0.811, within(5e-4));
    }

    /** 8 ratings, 4 of each class: 1 − 7 · 8 / (2 · 4 · 4). */
    @Test
    void raterWhoAlwaysSaysTheOppositeIsWorseThanChance() {
        Labels opposite = Ratings.of(2, new int[] {1, 2, 1, 2}, new int[] {2, 1, 2, 1});

        assertThat(alpha(opposite, new Scale.Nominal())).isEqualTo(-0.75);
    }

    @Test
    void neitherTheOrderOfItemsAndRatersNorTheNamesOfClassesMatter() {
        Labels permuted = Ratings.of(
                4, // items backwards, raters rotated, classes 1 2 3 4 called 3 1 4 2
                new int[] {2, 0, 4, 4, 3, 3, 1, 0, 2, 2, 4, 3, 1, 0, 0},
                new int[] {4, 0, 4, 4, 3, 3, 1, 3, 2, 4, 0, 0, 0, 0, 0},
                new int[] {0, 0, 0, 0, 0, 0, 0, 4, 2, 4, 4, 3, 1, 0, 3});

        assertThat(alpha(permuted, new Scale.Nominal())).isEqualTo(alpha(PUBLISHED, new Scale.Nominal()));
    }

    @Test
    void itemThatWentAndCameBackLeavesNoTrace() {
        Coincidences all = new Coincidences(4);
        int[] ratings = new int[4];
        for (int item = 0; item < PUBLISHED.items(); item++) {
            PUBLISHED.countByClass(item, ratings);
            all.add(ratings);
        }
        double before = value(KrippendorffAlpha.of(all, NUMBERS));
        PUBLISHED.countByClass(7, ratings);

        all.remove(ratings);
        double without = value(KrippendorffAlpha.of(all, NUMBERS));
        all.add(ratings);

        assertThat(without).isNotEqualTo(before);
        assertThat(value(KrippendorffAlpha.of(all, NUMBERS))).isEqualTo(before).isEqualTo(alpha(PUBLISHED, NUMBERS));
    }

    @Test
    void whatDefinesNoAlphaSaysWhy() {
        Scale nominal = new Scale.Nominal();

        assertThat(KrippendorffAlpha.of(Ratings.of(2), nominal)).isEqualTo(Measure.undefined("there are no ratings"));
        assertThat(KrippendorffAlpha.of(Ratings.of(3, new int[] {1, 2, 3}), nominal))
                .isEqualTo(Measure.undefined("no item has two ratings"));
        assertThat(KrippendorffAlpha.of(Ratings.of(2, new int[] {1, 0}, new int[] {0, 2}), nominal))
                .isEqualTo(Measure.undefined("no item has two ratings"));
        assertThat(KrippendorffAlpha.of(Ratings.of(2, new int[] {2, 2}, new int[] {2, 2}), new Scale.Ordinal()))
                .isEqualTo(Measure.undefined("all ratings are the same, so no disagreement is expected"));
        assertThat(KrippendorffAlpha.of(Labels.of(1, 1, 5000, new int[] {0}, new int[] {0}, new int[] {0}), nominal))
                .isInstanceOf(Measure.Undefined.class);
        assertThat(KrippendorffAlpha.interval(Ratings.of(2), nominal, new Bootstrap(10, 1)))
                .isInstanceOf(Measure.Undefined.class);
    }

    /** Drawing how often each set of ratings comes up has the distribution of drawing items one by one. */
    @Test
    void intervalIsThatOfItemsDrawnOneByOne() {
        Random random = new Random(7);
        int[][] raters = new int[3][60];
        for (int item = 0; item < 60; item++) {
            int right = 1 + random.nextInt(3);
            for (int[] rater : raters) {
                rater[item] = random.nextDouble() < 0.7 ? right : 1 + random.nextInt(3);
            }
        }
        Labels labels = Ratings.of(3, raters);

        Interval found = value(KrippendorffAlpha.interval(labels, new Scale.Ordinal(), new Bootstrap(4000, 3)));

        double[] oneByOne = new double[4000];
        for (int resample = 0; resample < oneByOne.length; resample++) {
            int[][] drawn = new int[3][60];
            for (int place = 0; place < 60; place++) {
                int item = random.nextInt(60);
                for (int rater = 0; rater < 3; rater++) {
                    drawn[rater][place] = raters[rater][item];
                }
            }
            oneByOne[resample] = alpha(Ratings.of(3, drawn), new Scale.Ordinal());
        }
        Arrays.sort(oneByOne);
        assertThat(found.low()).isCloseTo(oneByOne[100], within(0.02));
        assertThat(found.high()).isCloseTo(oneByOne[3900], within(0.02));
    }

    private static double alpha(Labels labels, Scale scale) {
        return value(KrippendorffAlpha.of(labels, scale));
    }

    private static <T> T value(Measure<T> measure) {
        return measure.toOptional().orElseThrow();
    }
}
