package hone.evaluation.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Measure;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoisyBradleyTerryTest {
    private static final double[] SCORES = {2, 1, 0, -1, -2};
    /** Of six workers the third says anything and the fifth says left. */
    private static final double[] COMPARES = {0.95, 0.9, 0, 0.9, 0.05, 0.95};

    private static final double[] SAYS_LEFT = {0.5, 0.5, 0.5, 0.5, 0.95, 0.5};

    /** One judgment: σ(0) · σ(2) + σ(0) · σ(1) = (0.880797 + 0.731059) / 2. */
    @Test
    void likelihoodOfOneJudgmentIsThatWorkedByHand() {
        NoisyBradleyTerry model = new NoisyBradleyTerry(new double[] {1.5, -0.5}, new double[] {0}, new double[] {1});
        Judgments one = judgments(2, 1, new int[][] {{0, 0, 1, 1}});

        assertThat(model.logLikelihood(one)).isCloseTo(Math.log((0.880797 + 0.731059) / 2), within(1e-6));
    }

    /** With workers who always compare, it is Bradley-Terry. */
    @Test
    void likelihoodOfWorkersWhoAlwaysCompareIsThatOfBradleyTerry() {
        Judgments drawn = drawn(400);
        BradleyTerry plain =
                BradleyTerry.of(drawn.byPair(), Integer::toString).toOptional().orElseThrow();
        double[] skill = new double[6];
        Arrays.fill(skill, 40);

        assertThat(new NoisyBradleyTerry(plain.logStrength(), skill, new double[6]).logLikelihood(drawn))
                .isCloseTo(plain.logLikelihood(), within(1e-9));
    }

    @Test
    void gradientIsThatOfFiniteDifferences() {
        Judgments drawn = drawn(300);
        double[] at = new Random(3).doubles(5 + 6 + 6, -2, 2).toArray();

        double[] gradient = model(at).gradient(drawn);

        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (model(up).logLikelihood(drawn) - model(down).logLikelihood(drawn)) / 2e-5;
            assertThat(gradient[i]).isCloseTo(slope, within(1e-5));
        }
    }

    @Test
    void fitFindsTheOrderAndWhoDoesNotLook() {
        NoisyBradleyTerry found = fit(drawn(1200));

        assertThat(IntStream.range(1, 5).allMatch(i -> found.score()[i - 1] > found.score()[i]))
                .isTrue();
        assertThat(Arrays.stream(found.score()).sum()).isCloseTo(0, within(1e-3));
        assertThat(IntStream.range(0, 6).filter(w -> found.reliability(w) < 0.5))
                .containsExactly(2, 4);
        assertThat(found.bias()[4]).isGreaterThan(1);
    }

    /** Left and right exchanged in everything that is shown turn the biases around and change nothing else. */
    @Test
    void exchangedSidesTurnBiasesAround() {
        Judgments drawn = drawn(1200);
        boolean[] saidOther = new boolean[drawn.size()];
        for (int j = 0; j < saidOther.length; j++) {
            saidOther[j] = !drawn.saidLeft()[j];
        }
        Judgments exchanged = new Judgments(5, 6, drawn.worker(), drawn.right(), drawn.left(), saidOther);

        NoisyBradleyTerry found = fit(drawn);
        NoisyBradleyTerry turned = fit(exchanged);

        assertThat(turned.score()).containsExactly(found.score(), within(1e-3));
        assertThat(turned.bias()[4]).isCloseTo(-found.bias()[4], within(1e-2));
    }

    @Test
    void oneWhoIsAlwaysPreferredStillHasAScore() {
        NoisyBradleyTerry found = fit(judgments(2, 1, new int[][] {{0, 0, 1, 1}, {0, 1, 0, 0}, {0, 0, 1, 1}}));

        assertThat(found.score()[0]).isGreaterThan(found.score()[1]).isLessThan(10);
    }

    @Test
    void whatDefinesNoScoresSaysWhy() {
        assertThat(NoisyBradleyTerry.of(judgments(0, 0, new int[0][]), Integer::toString))
                .isEqualTo(Measure.undefined("there are no comparisons of different items"));
        assertThat(NoisyBradleyTerry.of(judgments(4, 1, new int[][] {{0, 0, 1, 1}, {0, 2, 3, 1}}), Integer::toString))
                .isEqualTo(Measure.undefined("0, 1 never met 2, 3"));
    }

    private static NoisyBradleyTerry model(double[] flat) {
        return new NoisyBradleyTerry(
                Arrays.copyOf(flat, 5), Arrays.copyOfRange(flat, 5, 11), Arrays.copyOfRange(flat, 11, 17));
    }

    private static NoisyBradleyTerry fit(Judgments judgments) {
        return NoisyBradleyTerry.of(judgments, Integer::toString).toOptional().orElseThrow();
    }

    private static Judgments drawn(int n) {
        Random random = new Random(17);
        int[][] rows = new int[n][];
        for (int j = 0; j < n; j++) {
            int worker = j % 6;
            int left = random.nextInt(5);
            int right = (left + 1 + random.nextInt(4)) % 5;
            double saysLeft = random.nextDouble() < COMPARES[worker]
                    ? 1 / (1 + Math.exp(SCORES[right] - SCORES[left]))
                    : SAYS_LEFT[worker];
            rows[j] = new int[] {worker, left, right, random.nextDouble() < saysLeft ? 1 : 0};
        }
        return judgments(5, 6, rows);
    }

    private static Judgments judgments(int items, int workers, int[][] rows) {
        boolean[] saidLeft = new boolean[rows.length];
        for (int j = 0; j < rows.length; j++) {
            saidLeft[j] = rows[j][3] == 1;
        }
        return new Judgments(items, workers, column(rows, 0), column(rows, 1), column(rows, 2), saidLeft);
    }

    private static int[] column(int[][] rows, int column) {
        return Arrays.stream(rows).mapToInt(row -> row[column]).toArray();
    }
}
