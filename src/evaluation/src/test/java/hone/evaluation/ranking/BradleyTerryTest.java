package hone.evaluation.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import hone.evaluation.bootstrap.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {
    private static final IntFunction<String> LETTERS = i -> String.valueOf((char) ('a' + i));

    /** Three wins of four: σ(s_a − s_b) = 3 / 4. */
    @Test
    void strengthsOfTwoAreTheLogarithmOfTheirOdds() {
        BradleyTerry found = fit(2, new int[] {0, 0, 1, 1}, new int[] {1, 1, 0, 0}, 1, 1, 0, 1);

        assertThat(found.logStrength()[0] - found.logStrength()[1]).isCloseTo(Math.log(3), within(1e-9));
        assertThat(found.logStrength()[0] + found.logStrength()[1]).isCloseTo(0, within(1e-12));
        assertThat(found.logLikelihood()).isCloseTo(3 * Math.log(0.75) + Math.log(0.25), within(1e-9));
    }

    @Test
    void threeThatBeatEachOtherInTurnAreLevelAndATieIsHalfAWin() {
        BradleyTerry circle = fit(3, new int[] {0, 1, 2}, new int[] {1, 2, 0}, 1, 1, 1);
        BradleyTerry tie = fit(2, new int[] {0, 1}, new int[] {1, 0}, 0.5, 0.5);

        assertThat(circle.logStrength()).containsExactly(new double[3], within(1e-9));
        assertThat(tie.logStrength()).containsExactly(new double[2], within(1e-9));
    }

    /** Hunter's MM: strength ← wins / Σ votes / (strength + opponent's strength). */
    @Test
    void newtonFindsWhatMinorizeMaximizeFinds() {
        Votes votes = Votes.drawn(12, 900, 3);

        BradleyTerry found = value(BradleyTerry.of(votes.counts(), LETTERS));

        double[] strength = new double[12];
        Arrays.fill(strength, 1);
        for (int round = 0; round < 20_000; round++) {
            double[] wins = new double[12];
            double[] cost = new double[12];
            for (int v = 0; v < votes.a.length; v++) {
                wins[votes.a[v]] += votes.score[v];
                wins[votes.b[v]] += 1 - votes.score[v];
                double share = 1 / (strength[votes.a[v]] + strength[votes.b[v]]);
                cost[votes.a[v]] += share;
                cost[votes.b[v]] += share;
            }
            Arrays.setAll(strength, i -> wins[i] / cost[i]);
        }
        double mean = Arrays.stream(strength).map(Math::log).average().orElseThrow();
        for (int i = 0; i < 12; i++) {
            assertThat(found.logStrength()[i]).isCloseTo(Math.log(strength[i]) - mean, within(1e-7));
        }
    }

    @Test
    void neitherTheOrderOfVotesNorWhichSideAnItemIsOnMatters() {
        Votes votes = Votes.drawn(8, 300, 5);
        Votes turned = votes.backwardsWithSidesExchanged();

        assertThat(value(BradleyTerry.of(turned.counts(), LETTERS)).logStrength())
                .containsExactly(value(BradleyTerry.of(votes.counts(), LETTERS)).logStrength(), within(1e-9));
    }

    @Test
    void winsGivenByPairAreThoseOfVotesAndEntriesOfOnePairAddUp() {
        PairCounts given = PairCounts.ofWins(
                3, new int[] {0, 1, 2, 1}, new int[] {1, 2, 0, 0}, new double[] {2, 3, 1, 0.5}, new double[] {
                    0, 1, 1, 0.5
                });
        int[] a = {0, 0, 0, 1, 1, 1, 2, 2, 0};
        int[] b = {1, 1, 1, 2, 2, 2, 1, 0, 2};
        double[] score = {1, 1, 0.5, 1, 1, 1, 1, 1, 1};

        assertThat(value(BradleyTerry.of(given, LETTERS)).logStrength())
                .containsExactly(fit(3, a, b, score).logStrength(), within(1e-9));
    }

    @Test
    void itemsThatNeverMetAreNamed() {
        Measure<BradleyTerry> found = measure(4, new int[] {0, 1, 2, 3}, new int[] {1, 0, 3, 2}, 1, 1, 1, 1);

        assertThat(found).isEqualTo(Measure.undefined("a, b never met c, d"));
    }

    @Test
    void itemsThatNeverLostAreNamed() {
        Measure<BradleyTerry> one = measure(3, new int[] {0, 0, 1, 2}, new int[] {1, 2, 2, 1}, 1, 1, 1, 1);
        Measure<BradleyTerry> last = measure(3, new int[] {0, 1, 1, 0}, new int[] {2, 2, 0, 1}, 1, 1, 1, 1);

        assertThat(one)
                .isEqualTo(Measure.undefined("a never lost to b, c, so that no finite strength is the most likely"));
        assertThat(last)
                .isEqualTo(Measure.undefined("a, b never lost to c, so that no finite strength is the most likely"));
    }

    @Test
    void withoutVotesOnTwoItemsThereIsNothingToCompare() {
        assertThat(measure(0, new int[0], new int[0]))
                .isEqualTo(Measure.undefined("there are no comparisons of different items"));
        assertThat(measure(1, new int[] {0}, new int[] {0}, 1))
                .isEqualTo(Measure.undefined("there are no comparisons of different items"));
    }

    @Test
    void veryUnevenVotesStillHaveStrengths() {
        PairCounts counts =
                PairCounts.ofWins(3, new int[] {0, 1}, new int[] {1, 2}, new double[] {1e9, 1e9}, new double[] {1, 1});

        assertThat(value(BradleyTerry.of(counts, LETTERS)).logStrength()[0]).isCloseTo(Math.log(1e9), within(1e-6));
    }

    /** Of two items with 300 of 400 wins: ln 3 ± 1.96 / √(400 · ¾ · ¼). */
    @Test
    void intervalsAreThoseOfNormalTheoryAndTheSameForTheSameSeed() {
        PairCounts counts = PairCounts.ofWins(2, new int[] {0}, new int[] {1}, new double[] {300}, new double[] {100});

        Measure<List<Interval>> found = BradleyTerry.intervals(counts, LETTERS, new Bootstrap(4000, 9));

        Interval a = value(found).getFirst();
        double half = 1.96 / Math.sqrt(400 * 0.75 * 0.25);
        assertThat(2 * a.low()).isCloseTo(Math.log(3) - half, within(0.02));
        assertThat(2 * a.high()).isCloseTo(Math.log(3) + half, within(0.02));
        assertThat(BradleyTerry.intervals(counts, LETTERS, new Bootstrap(4000, 9)))
                .isEqualTo(found);
    }

    @Test
    void whereResamplesLackAStrengthThereIsNoInterval() {
        assertThat(BradleyTerry.intervals(
                        PairCounts.ofVotes(2, new int[] {0, 1}, new int[] {1, 0}, new double[] {1, 1}),
                        LETTERS,
                        new Bootstrap(200, 1)))
                .isInstanceOfSatisfying(
                        Measure.Undefined.class,
                        undefined -> assertThat(undefined.reason()).contains("of 200 resamples"));
    }

    private record Votes(int items, int[] a, int[] b, double[] score) {
        static Votes drawn(int items, int votes, long seed) {
            Random random = new Random(seed);
            Votes drawn = new Votes(items, new int[votes], new int[votes], new double[votes]);
            for (int v = 0; v < votes; v++) {
                drawn.a[v] = random.nextInt(items);
                drawn.b[v] = (drawn.a[v] + 1 + random.nextInt(items - 1)) % items;
                double difference = (drawn.a[v] - drawn.b[v]) / 4.0;
                drawn.score[v] =
                        random.nextInt(5) == 0 ? 0.5 : random.nextDouble() < 1 / (1 + Math.exp(-difference)) ? 1 : 0;
            }
            return drawn;
        }

        Votes backwardsWithSidesExchanged() {
            int n = a.length;
            Votes turned = new Votes(items, new int[n], new int[n], new double[n]);
            for (int v = 0; v < n; v++) {
                turned.a[v] = b[n - 1 - v];
                turned.b[v] = a[n - 1 - v];
                turned.score[v] = 1 - score[n - 1 - v];
            }
            return turned;
        }

        PairCounts counts() {
            return PairCounts.ofVotes(items, a, b, score);
        }
    }

    private static Measure<BradleyTerry> measure(int items, int[] a, int[] b, double... score) {
        return BradleyTerry.of(PairCounts.ofVotes(items, a, b, score), LETTERS);
    }

    private static BradleyTerry fit(int items, int[] a, int[] b, double... score) {
        return value(measure(items, a, b, score));
    }

    private static <T> T value(Measure<T> measure) {
        return measure.toOptional().orElseThrow(() -> new AssertionError(measure));
    }
}
