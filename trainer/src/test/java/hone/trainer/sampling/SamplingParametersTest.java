package hone.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.TinyDecoder;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each setting does to a distribution, worked out by hand from what transformers' documentation says of it. */
class SamplingParametersTest {
    private static final DecoderConfig TINY = TinyDecoder.CONFIG;
    private static final double[] FOUR = {0.15, 0.5, 0.05, 0.3};

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    void theKLikeliestStayInTheirProportion() {
        assertShares(FOUR, new SamplingParameters.Filter(1, 1, 2, 0), 0, 0.625, 0, 0.375);
    }

    @Test
    void tokensAsLikelyAsTheLastOfTheKStayToo() {
        assertShares(
                new double[] {0.25, 0.4, 0.1, 0.25},
                new SamplingParameters.Filter(1, 1, 2, 0),
                0.25 / 0.9,
                0.4 / 0.9,
                0,
                0.25 / 0.9);
    }

    @Test
    void theNucleusIsTakenOfWhatTheKHaveLeft() {
        // Of three that stay the first two have 0.8 / 0.95 = 0.842; of all four they had 0.8, and a third would have
        // stayed.
        assertShares(FOUR, new SamplingParameters.Filter(1, 0.83, 3, 0), 0, 0.625, 0, 0.375);
        assertShares(FOUR, new SamplingParameters.Filter(1, 0.83, 0, 0), 0.15 / 0.95, 0.5 / 0.95, 0, 0.3 / 0.95);
    }

    @Test
    void tokensBelowAPartOfTheLikeliestGo() {
        // 0.31 · 0.5 = 0.155 is just above the third token's 0.15.
        assertShares(FOUR, new SamplingParameters.Filter(1, 1, 0, 0.31), 0, 0.625, 0, 0.375);
        assertShares(FOUR, new SamplingParameters.Filter(1, 1, 0, 0.29), 0.15 / 0.95, 0.5 / 0.95, 0, 0.3 / 0.95);
        // In a nucleus of three the same.
        assertShares(FOUR, new SamplingParameters.Filter(1, 0.9, 0, 0.31), 0, 0.625, 0, 0.375);
    }

    @Test
    void thePartIsMeasuredAfterTheTemperature() {
        // At temperature 2 probabilities go as square roots: √0.15 / √0.5 = 0.548, √0.05 / √0.5 = 0.316.
        double all = Math.sqrt(0.15) + Math.sqrt(0.5) + Math.sqrt(0.3);
        assertShares(
                FOUR,
                new SamplingParameters.Filter(2, 1, 0, 0.5),
                Math.sqrt(0.15) / all,
                Math.sqrt(0.5) / all,
                0,
                Math.sqrt(0.3) / all);
    }

    @Test
    void aTemperatureTooSmallToDivideByTakesTheLikeliest() {
        assertShares(FOUR, new SamplingParameters.Filter(1e-300, 1, 0, 0), 0, 1, 0, 0);
    }

    @Test
    void penaltiesChangeLogitsAsTheirDefinitionsSay() {
        SamplingParameters parameters = new SamplingParameters(1, 1, 0, 0, 2, 0.5, 0.25, Map.of(3, 4.0));
        Penalties penalties = new Penalties(parameters, List.of(1));
        penalties.wrote(0);
        penalties.wrote(0);
        penalties.wrote(3);

        float[] found = new float[10];
        try (Scope scope = Scope.open()) {
            Tensor logits = Tensor.create(new float[] {9, 9, 9, 9, 9, 2, -1, 0.5f, 1, -3}, 2, 5);
            penalties.apply(new FloatPointer(logits.data_ptr()), 1, 5);
            new FloatPointer(logits.data_ptr()).get(found);
        }

        // Written twice: 2 / 2 − 2 · 0.5 − 0.25. In the prompt alone: −1 · 2. Untouched: 0.5. Biased, then written: (1
        // + 4) / 2 − 0.75.
        assertThat(found).containsExactly(9, 9, 9, 9, 9, -0.25f, -2, 0.5f, 1.75f, -3);
    }

    @Test
    void anAnswerWithPenaltiesIsThatOfAFullForwardAndPlainArithmeticInAnyCompany() {
        List<Integer> prompt = List.of(5, 9, 5, 33, 12);
        SamplingParameters parameters = new SamplingParameters(0, 1, 0, 0, 1.7, 0.3, 0.2, Map.of(7, 0.5));
        try (Decoder model = InitialWeights.random(TINY, 7)) {
            List<Integer> expected = byFullForward(model, prompt, parameters, 12);
            List<Integer> plain = byFullForward(model, prompt, SamplingParameters.of(0, 1), 12);

            try (Scope whole = Scope.open();
                    PrefixCache none = new PrefixCache(0);
                    RunningRows rows = new RunningRows(model, List.of(), none)) {
                RunningRows.Row other = rows.begin(prompt, SamplingParameters.of(0, 1), 1);
                RunningRows.Row row = rows.begin(prompt, parameters, 1);
                List<Integer> found = new ArrayList<>(List.of(row.token()));
                List<Integer> beside = new ArrayList<>(List.of(other.token()));
                while (found.size() < 12) {
                    rows.step();
                    found.add(row.token());
                    beside.add(other.token());
                }

                assertThat(found).isEqualTo(expected).isNotEqualTo(plain);
                assertThat(beside).isEqualTo(plain);
            }
        }
    }

    private static List<Integer> byFullForward(
            Decoder model, List<Integer> prompt, SamplingParameters parameters, int tokens) {
        List<Integer> ids = new ArrayList<>(prompt);
        for (int n = 0; n < tokens; n++) {
            double[] logits = new double[TINY.vocab()];
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                long[] row = ids.stream().mapToLong(i -> i).toArray();
                Tensor last = model.logits(model.hidden(Tensor.create(row, 1, row.length)))
                        .select(1, row.length - 1L)
                        .contiguous();
                float[] floats = new float[logits.length];
                new FloatPointer(last.data_ptr()).get(floats);
                for (int v = 0; v < logits.length; v++) {
                    logits[v] = floats[v];
                }
            }
            List<Integer> answer = ids.subList(prompt.size(), ids.size());
            int best = 0;
            for (int v = 0; v < logits.length; v++) {
                int token = v;
                logits[v] += parameters.bias().getOrDefault(v, 0.0);
                if (ids.contains(v)) {
                    logits[v] = logits[v] < 0
                            ? logits[v] * parameters.repetitionPenalty()
                            : logits[v] / parameters.repetitionPenalty();
                }
                long times = answer.stream().filter(id -> id == token).count();
                logits[v] -= times * parameters.frequencyPenalty() + (times > 0 ? parameters.presencePenalty() : 0);
                best = logits[v] > logits[best] ? v : best;
            }
            ids.add(best);
        }
        return ids.subList(prompt.size(), ids.size());
    }

    private static void assertShares(double[] probabilities, SamplingParameters.Filter filter, double... wanted) {
        double[] found = Shares.of(probabilities, filter);
        for (int v = 0; v < wanted.length; v++) {
            if (wanted[v] == 0) {
                assertThat(found[v]).isZero();
            } else {
                assertThat(found[v]).isCloseTo(wanted[v], within(0.015));
            }
        }
    }
}
