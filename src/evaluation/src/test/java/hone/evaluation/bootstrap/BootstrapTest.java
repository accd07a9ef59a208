package hone.evaluation.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {
    private static final int DRAWS = 200_000;

    /** Few successes by inversion, many by rejection, more than half by counting failures. */
    @ParameterizedTest
    @CsvSource({"20, 0.1", "40, 0.4", "40, 0.9", "100000, 0.00005", "1000, 0.5"})
    void binomialDrawsHaveTheirExactProbabilities(int n, double p) {
        SplittableRandom random = new SplittableRandom(5);
        long[] times = new long[n + 1];
        for (int draw = 0; draw < DRAWS; draw++) {
            times[(int) Binomial.draw(random, n, p)]++;
        }

        double log = n * Math.log1p(-p); // ln P(0), then by the ratio of neighbours
        double chiSquared = 0;
        int cells = 0;
        for (int k = 0; k <= n; k++) {
            double expected = DRAWS * Math.exp(log);
            if (expected > 10) {
                chiSquared += (times[k] - expected) * (times[k] - expected) / expected;
                cells++;
            }
            log += Math.log((n - k) / (k + 1.0) * p / (1 - p));
        }
        assertThat(cells).isGreaterThan(5);
        // Its mean is the number of cells, its deviation √(2 cells): five of those are exceeded once in a million.
        assertThat(chiSquared).isLessThan(cells + 5 * Math.sqrt(2.0 * cells));
    }

    @Test
    void multinomialCountsComeToNAndFollowTheWeights() {
        Multinomial cells = new Multinomial(new double[] {1, 0, 2, 5});
        SplittableRandom random = new SplittableRandom(5);

        long[] counts = cells.draw(random, 8_000_000);

        assertThat(Arrays.stream(counts).sum()).isEqualTo(8_000_000);
        assertThat(counts[1]).isZero();
        assertThat((double) counts[0]).isCloseTo(1e6, within(5e3));
        assertThat((double) counts[3]).isCloseTo(5e6, within(8e3));
    }

    /** The mean of 400 tosses: 0.5 ± 1.96 · 0.5 / 20. */
    @Test
    void intervalOfAMeanIsTheNormalOne() {
        Multinomial tosses = new Multinomial(new double[] {200, 200});
        Bootstrap bootstrap = new Bootstrap(20_000, 3);

        Measure<List<Interval>> found =
                bootstrap.intervals(random -> Measure.of(new double[] {tosses.draw(random, 400)[0] / 400.0}));

        Interval interval = found.toOptional().orElseThrow().getFirst();
        assertThat(interval.low()).isCloseTo(0.451, within(0.003));
        assertThat(interval.high()).isCloseTo(0.549, within(0.003));
        assertThat(bootstrap.intervals(random -> Measure.of(new double[] {tosses.draw(random, 400)[0] / 400.0})))
                .isEqualTo(found);
    }

    @Test
    void resamplesWithoutAValueMakeTheIntervalUndefinedOnceABoundMayBeAmongThem() {
        Bootstrap bootstrap = new Bootstrap(4_000, 3);

        assertThat(bootstrap.intervals(random -> lackingIn(0.01, random.nextDouble())))
                .isInstanceOf(Measure.Value.class);
        assertThat(bootstrap.intervals(random -> lackingIn(0.05, random.nextDouble())))
                .isInstanceOfSatisfying(
                        Measure.Undefined.class,
                        undefined ->
                                assertThat(undefined.reason()).matches("in \\d+ of 4000 resamples nothing was drawn"));
    }

    private static Measure<double[]> lackingIn(double share, double drawn) {
        return drawn < share ? Measure.undefined("nothing was drawn") : Measure.of(new double[] {drawn});
    }
}
