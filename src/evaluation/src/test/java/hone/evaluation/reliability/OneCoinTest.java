package hone.evaluation.reliability;

import static hone.evaluation.reliability.OneCoin.FIRST;
import static hone.evaluation.reliability.OneCoin.SECOND;
import static hone.evaluation.reliability.OneCoin.TIE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Labels;
import hone.evaluation.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OneCoinTest {
    /** Two people, ten pairs, always of one opinion: a = (8 + 10 p) / 20 and p = a² / (a² + (1 − a)²), which 0.892910 solves. */
    @Test
    void twoPeopleWhoAlwaysAgreeHaveTheAccuracyThatSolvesBothEquations() {
        List<int[]> said = new ArrayList<>();
        for (int pair = 0; pair < 10; pair++) {
            said.add(new int[] {pair, 0, pair % 2});
            said.add(new int[] {pair, 1, pair % 2});
        }

        OneCoin found = found(labels(10, 2, said));

        double a = found.accuracy()[0];
        double p = found.firstBetter()[0];
        assertThat(a).isEqualTo(found.accuracy()[1]);
        assertThat(p).isCloseTo(a * a / (a * a + (1 - a) * (1 - a)), within(1e-9));
        assertThat(a).isCloseTo((8 + 10 * p) / 20, within(1e-9));
        assertThat(found.firstBetter()[1]).isCloseTo(1 - p, within(1e-9));
        assertThat(a).isCloseTo(0.892910, within(1e-6));
    }

    /** The votes of people who are not judged count ln(0.8 / 0.2) = ln 4 each. */
    @Test
    void votesOfPeopleWhoAreNotJudgedCountByThePrior() {
        List<int[]> said = new ArrayList<>(tenPairsOfTwo());
        said.add(new int[] {10, 2, FIRST});
        said.add(new int[] {11, 2, FIRST});
        said.add(new int[] {11, 3, FIRST});
        said.add(new int[] {12, 2, FIRST});
        said.add(new int[] {12, 3, SECOND});
        said.add(new int[] {13, 2, TIE});

        OneCoin found = found(labels(14, 4, said));

        assertThat(found.firstBetter()[10]).isCloseTo(4 / 5.0, within(1e-12));
        assertThat(found.firstBetter()[11]).isCloseTo(16 / 17.0, within(1e-12));
        assertThat(found.firstBetter()[12]).isCloseTo(0.5, within(1e-12));
        assertThat(found.firstBetter()[13]).isEqualTo(0.5);
        assertThat(found.reliability(2)).isInstanceOf(Measure.Undefined.class);
        assertThat(found.weight(2)).isCloseTo(0.6, within(1e-12));
    }

    /** The objective by its definition, in which no derivative but that of whoever is judged is 0. */
    @Test
    void foundAccuraciesAreAMaximumOfThePosteriorByItsDefinition() {
        Crowd crowd = Crowd.drawn(1, 400, new double[] {0.9, 0.85, 0.7, 0.6, 0.5, 0.2}, 2);

        OneCoin found = found(crowd.labels());

        double[] a = found.accuracy();
        double best = crowd.logPosterior(a);
        assertThat(found.logPosterior()).isCloseTo(best, within(1e-8));
        for (int labeler = 0; labeler < a.length; labeler++) {
            for (double away : new double[] {-1e-3, 1e-3}) {
                double[] moved = a.clone();
                moved[labeler] += away;
                assertThat(crowd.logPosterior(moved)).isLessThan(best);
            }
        }
    }

    @Test
    void whoeverIsWrongMoreOftenThanRightCountsTheOtherWay() {
        Crowd crowd = Crowd.drawn(2, 600, new double[] {0.85, 0.85, 0.85, 0.85, 0.1}, 3);
        List<int[]> said = new ArrayList<>(crowd.said());
        said.add(new int[] {600, 4, FIRST});

        OneCoin found = found(labels(601, 5, said));

        assertThat(found.firstBetter()[600]).isLessThan(0.25);
        assertThat(found.weight(4)).isZero();
        assertThat(found.reliability(4).toOptional().orElseThrow().contrary()).isTrue();
        assertThat(found.reliability(0).toOptional().orElseThrow().contrary()).isFalse();
    }

    @Test
    void whoeverSaysNothingAboutThePairHardlyCounts() {
        double[] accuracies = {0.85, 0.85, 0.85, 0.85, 0.5};

        OneCoin found = found(Crowd.drawn(3, 1000, accuracies, 3).labels());

        assertThat(found.accuracy()[4]).isCloseTo(0.5, within(0.06));
        assertThat(found.weight(4)).isLessThan(0.12);
    }

    @Test
    void exchangingTheAnswersOfEveryPairTurnsTheProbabilities() {
        Crowd crowd = Crowd.drawn(4, 200, new double[] {0.9, 0.8, 0.7, 0.5}, 2);
        List<int[]> turned = crowd.said().stream()
                .map(one -> new int[] {one[0], one[1], 1 - one[2]})
                .toList();

        OneCoin found = found(crowd.labels());
        OneCoin other = found(labels(200, 4, turned));

        assertThat(other.accuracy()).containsExactly(found.accuracy(), within(1e-9));
        for (int pair = 0; pair < 200; pair++) {
            assertThat(other.firstBetter()[pair]).isCloseTo(1 - found.firstBetter()[pair], within(1e-9));
        }
    }

    @Test
    void pairsThatOnePersonJudgedChangeNobodysAccuracy() {
        Crowd crowd = Crowd.drawn(5, 200, new double[] {0.9, 0.8, 0.7, 0.5}, 2);
        List<int[]> more = new ArrayList<>(crowd.said());
        for (int pair = 200; pair < 300; pair++) {
            more.add(new int[] {pair, 3, FIRST});
        }

        assertThat(found(labels(300, 4, more)).accuracy())
                .containsExactly(found(crowd.labels()).accuracy(), within(1e-9));
    }

    /** Each of twenty people shares some fifty pairs with others, two judgments a pair; 95 % intervals, so 190 of 200 are expected. */
    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        double[] accuracies = new double[20];
        Arrays.setAll(accuracies, labeler -> labeler < 14 ? 0.85 : 0.5 + 0.05 * (labeler - 14));
        int held = 0;
        for (int seed = 0; seed < 10; seed++) {
            OneCoin found = found(Crowd.drawn(100 + seed, 500, accuracies, 2).labels());
            for (int labeler = 0; labeler < 20; labeler++) {
                OneCoin.Reliability one =
                        found.reliability(labeler).toOptional().orElseThrow();
                held += one.interval().low() <= accuracies[labeler]
                                && accuracies[labeler] <= one.interval().high()
                        ? 1
                        : 0;
            }
        }

        assertThat(held).isBetween(178, 200);
    }

    @Test
    void ofSeveralVotesOfOnePersonTheLastCounts() {
        List<int[]> said = new ArrayList<>(tenPairsOfTwo());
        said.add(new int[] {10, 0, FIRST});
        said.add(new int[] {10, 0, FIRST});
        said.add(new int[] {10, 0, SECOND});
        said.add(new int[] {11, 0, FIRST});
        said.add(new int[] {11, 0, TIE});

        OneCoin found = found(labels(12, 2, said));

        assertThat(found.shared()[0]).isEqualTo(10);
        assertThat(found.firstBetter()[10]).isCloseTo(1 - found.accuracy()[0], within(1e-9));
        assertThat(found.firstBetter()[11]).isEqualTo(0.5);
    }

    @Test
    void whatCannotBeEstimatedIsUndefined() {
        assertThat(OneCoin.of(labels(0, 0, List.of()))).isInstanceOf(Measure.Undefined.class);
        assertThat(OneCoin.of(labels(1, 2, List.of(new int[] {0, 0, TIE}, new int[] {0, 1, TIE}))))
                .isEqualTo(Measure.undefined("nobody preferred an answer"));
        assertThat(OneCoin.of(labels(1, 2, List.of(new int[] {0, 0, FIRST}, new int[] {0, 1, FIRST}))))
                .isEqualTo(Measure.undefined("nobody shares 10 pairs with others"));
        assertThatThrownBy(() -> OneCoin.of(Labels.of(1, 1, 2, new int[1], new int[1], new int[1])))
                .hasMessageContaining("3 outcomes");
    }

    private static List<int[]> tenPairsOfTwo() {
        List<int[]> said = new ArrayList<>();
        for (int pair = 0; pair < 10; pair++) {
            said.add(new int[] {pair, 0, FIRST});
            said.add(new int[] {pair, 1, FIRST});
        }
        return said;
    }

    private static OneCoin found(Labels labels) {
        return OneCoin.of(labels).toOptional().orElseThrow();
    }

    /** @param said pair, labeler and label each */
    static Labels labels(int pairs, int labelers, List<int[]> said) {
        return Labels.of(
                pairs,
                labelers,
                OneCoin.CLASSES,
                said.stream().mapToInt(one -> one[0]).toArray(),
                said.stream().mapToInt(one -> one[1]).toArray(),
                said.stream().mapToInt(one -> one[2]).toArray());
    }

    /** People of known accuracy, each pair judged by some of them. */
    private record Crowd(int pairs, int labelers, List<int[]> said) {
        static Crowd drawn(long seed, int pairs, double[] accuracies, int perPair) {
            Random random = new Random(seed);
            List<int[]> said = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                int truth = random.nextInt(2);
                random.ints(0, accuracies.length)
                        .distinct()
                        .limit(perPair)
                        .boxed()
                        .toList()
                        .forEach(w ->
                                said.add(new int[] {0, w, random.nextDouble() < accuracies[w] ? truth : 1 - truth}));
                for (int at = said.size() - perPair; at < said.size(); at++) {
                    said.get(at)[0] = pair;
                }
            }
            return new Crowd(pairs, accuracies.length, said);
        }

        Labels labels() {
            return OneCoinTest.labels(pairs, labelers, said);
        }

        /** Pair by pair, both truths written out. */
        double logPosterior(double[] a) {
            double[][] likelihood = new double[pairs][2];
            for (double[] both : likelihood) {
                Arrays.fill(both, 0.5);
            }
            for (int[] one : said) {
                likelihood[one[0]][one[2]] *= a[one[1]];
                likelihood[one[0]][1 - one[2]] *= 1 - a[one[1]];
            }
            double prior = Arrays.stream(a)
                    .map(x -> 8 * Math.log(x) + 2 * Math.log(1 - x))
                    .sum();
            return prior
                    + Arrays.stream(likelihood)
                            .mapToDouble(both -> Math.log(both[0] + both[1]))
                            .sum();
        }
    }
}
