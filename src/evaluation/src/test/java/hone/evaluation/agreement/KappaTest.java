package hone.evaluation.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Measure;
import hone.evaluation.agreement.CohenKappa.Weights;
import org.junit.jupiter.api.Test;

class KappaTest {
    /** Two readers and fifty proposals: 20 and 15 on the diagonal; agreement 0.7, by chance 0.5. */
    @Test
    void twoReadersOfFiftyProposalsHaveTheKappaOfTheEncyclopedia() {
        long[][] together = {{20, 5}, {10, 15}};

        assertThat(value(CohenKappa.of(together, Weights.NONE))).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void withTwoClassesAllWeightsAreTheSame() {
        long[][] together = {{20, 5}, {10, 15}};

        assertThat(CohenKappa.of(together, Weights.LINEAR)).isEqualTo(CohenKappa.of(together, Weights.NONE));
        assertThat(CohenKappa.of(together, Weights.QUADRATIC)).isEqualTo(CohenKappa.of(together, Weights.NONE));
    }

    @Test
    void weightsAreTheDistanceOfClasses() {
        int[] first = {0, 0, 2};
        int[] second = {0, 2, 2};

        // observed 2 / 3 and by chance (2 · 2 · 2 + 1 · 1 · 2) / 9 = 10 / 9
        assertThat(value(CohenKappa.of(first, second, 3, Weights.LINEAR))).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void itemsThatOneOfTheTwoDidNotRateAreLeftOut() {
        int[] first = {0, 1, -1, 1, 0};
        int[] second = {0, 1, 1, -1, 1};

        assertThat(CohenKappa.of(first, second, 2, Weights.NONE))
                .isEqualTo(CohenKappa.of(new int[] {0, 1, 0}, new int[] {0, 1, 1}, 2, Weights.NONE));
    }

    /** Fourteen psychiatrists and ten patients, as the encyclopedia works it through. */
    @Test
    void fourteenRatersOfTenSubjectsHaveThePublishedKappa() {
        int[][] counts = {
            {0, 0, 0, 0, 14},
            {0, 2, 6, 4, 2},
            {0, 0, 3, 5, 6},
            {0, 3, 9, 2, 0},
            {2, 2, 8, 1, 1},
            {7, 7, 0, 0, 0},
            {3, 2, 6, 3, 0},
            {2, 5, 3, 2, 2},
            {6, 5, 2, 1, 0},
            {0, 2, 2, 3, 7}
        };

        assertThat(value(FleissKappa.of(counts))).isCloseTo(0.210, within(5e-4));
    }

    @Test
    void whatDefinesNoKappaSaysWhy() {
        assertThat(CohenKappa.of(new int[0], new int[0], 2, Weights.NONE))
                .isEqualTo(Measure.undefined("no item was rated by both"));
        assertThat(CohenKappa.of(new int[] {1, 1}, new int[] {1, 1}, 2, Weights.QUADRATIC))
                .isEqualTo(Measure.undefined("both raters always say the same, so chance agreement is one"));
        assertThat(FleissKappa.of(new int[0][])).isEqualTo(Measure.undefined("there are no items"));
        assertThat(FleissKappa.of(new int[][] {{1, 0}, {0, 1}}))
                .isEqualTo(Measure.undefined("no item has two ratings"));
        assertThat(FleissKappa.of(new int[][] {{3, 0}, {3, 0}}))
                .isEqualTo(Measure.undefined("all ratings are the same, so chance agreement is one"));
        assertThat(FleissKappa.of(new int[][] {{3, 0}, {1, 1}}))
                .isEqualTo(Measure.undefined("items have 3 ratings and 2"));
    }

    private static double value(Measure<Double> measure) {
        return measure.toOptional().orElseThrow();
    }
}
