package hone.evaluation.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Measure;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KendallTest {
    /** The example in the documentation of scipy.stats.kendalltau. */
    @Test
    void tauIsThatOfScipysDocumentation() {
        double[] x = {12, 2, 1, 12, 2};
        double[] y = {1, 4, 7, 1, 0};

        assertThat(value(KendallTau.of(x, y))).isCloseTo(-0.47140452079103173, within(1e-14));
    }

    @Test
    void tauIsThatOfComparingAllPairs() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            double[] x = random.ints(40, 0, 1 + round).asDoubleStream().toArray();
            double[] y = random.ints(40, 0, 12).asDoubleStream().toArray();

            Measure<Double> found = KendallTau.of(x, y);

            double difference = 0;
            double apartX = 0;
            double apartY = 0;
            for (int i = 0; i < 40; i++) {
                for (int j = 0; j < i; j++) {
                    difference += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
                    apartX += Math.abs(Math.signum(x[i] - x[j]));
                    apartY += Math.abs(Math.signum(y[i] - y[j]));
                }
            }
            if (apartX == 0) {
                assertThat(found).isInstanceOf(Measure.Undefined.class);
            } else {
                assertThat(value(found)).isCloseTo(difference / Math.sqrt(apartX * apartY), within(1e-12));
            }
        }
    }

    /** Without ties, W of two raters is (1 + ρ) / 2; ρ = 1 − 6 Σ d² / (n (n² − 1)) = 1 − 6 · 8 / 60. */
    @Test
    void concordanceOfTwoRatersFollowsFromSpearmansCorrelation() {
        double[][] ratings = {{1, 2, 3, 4}, {3, 2, 1, 4}};

        assertThat(value(KendallW.of(ratings))).isCloseTo((1 + (1 - 6 * 8 / 60.0)) / 2, within(1e-12));
    }

    /** Ranks 1, 2½, 2½ and 1, 2, 3: sums 2, 4½, 5½, S = 6½, T = 6: 12 · 6½ / (4 · 24 − 2 · 6). */
    @Test
    void itemsThatAreLevelShareTheirRank() {
        double[][] ratings = {{1, 5, 5}, {10, 20, 30}};

        assertThat(value(KendallW.of(ratings))).isCloseTo(78 / 84.0, within(1e-12));
    }

    @Test
    void onlyTheOrderOfRatingsCounts() {
        double[][] ratings = {{4, 3, 0, 5}, {4, 5, 0, 2}, {1, 4, 3, 0}};
        double[][] stretched = {{40, 30, 0, 500}, {-4, -2, -50, -20}, {1, 4, 3, 0}};

        assertThat(KendallW.of(stretched)).isEqualTo(KendallW.of(ratings));
        assertThat(KendallTau.of(stretched[0], stretched[1])).isEqualTo(KendallTau.of(ratings[0], ratings[1]));
    }

    @Test
    void whatDefinesNeitherSaysWhy() {
        assertThat(KendallTau.of(new double[] {1}, new double[] {1}))
                .isEqualTo(Measure.undefined("there are fewer than two items"));
        assertThat(KendallTau.of(new double[] {1, 1, 1}, new double[] {1, 2, 3}))
                .isEqualTo(Measure.undefined("one of the rankings puts all items level"));
        assertThat(KendallTau.of(new double[] {1, Double.NaN}, new double[] {1, 2}))
                .isEqualTo(Measure.undefined("some item has no rank"));
        assertThat(KendallW.of(new double[0][])).isEqualTo(Measure.undefined("there are fewer than two raters"));
        assertThat(KendallW.of(new double[][] {{1}, {1}}))
                .isEqualTo(Measure.undefined("there are fewer than two items"));
        assertThat(KendallW.of(new double[][] {{2, 2, 2}, {1, 1, 1}}))
                .isEqualTo(Measure.undefined("every rater puts all items level"));
        assertThat(KendallW.of(new double[][] {{2, 1, 2}, {1, 1}}))
                .isEqualTo(Measure.undefined("a rater has not ranked all items"));
    }

    private static double value(Measure<Double> measure) {
        return measure.toOptional().orElseThrow();
    }

    /** Of 1 2 3, 1 3 2 and 3 2 1 the pairs have 1/3, −1 and −1/3. */
    @Test
    void tauOfSeveralRatersIsTheMeanOfTheirPairs() {
        double[][] raters = {{1, 2, 3}, {1, 3, 2}, {3, 2, 1}};

        assertThat(KendallTau.meanOfPairs(raters).toOptional().orElseThrow()).isCloseTo(-1 / 3.0, within(1e-12));
    }

    @Test
    void whoeverPutsAllLevelIsLeftOutOfTheMeanOfPairs() {
        double[][] raters = {{1, 2, 3}, {1, 1, 1}, {1, 2, 3}};

        assertThat(KendallTau.meanOfPairs(raters).toOptional().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(KendallTau.meanOfPairs(new double[][] {{1, 2}, {1, 1}}))
                .isEqualTo(Measure.undefined("one of the rankings puts all items level"));
        assertThat(KendallTau.meanOfPairs(new double[][] {{1, 2}}))
                .isEqualTo(Measure.undefined("there are fewer than two raters"));
    }
}
