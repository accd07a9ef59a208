package hone.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.TinyDecoder;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Examples that share a row are learned as if each had one of its own. */
class PackedRowsTest {
    private static final int TOKENS_MAX = 40;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    private static List<TokenRows.Row> examples() {
        Random random = new Random(7);
        List<TokenRows.Row> rows = new ArrayList<>();
        for (int length : List.of(7, 21, 9, 13, 30, 5, 6)) {
            List<Integer> question = new ArrayList<>();
            List<Integer> answer = new ArrayList<>();
            for (int t = 0; t < length; t++) {
                (t < length / 2 ? question : answer).add(2 + random.nextInt(60));
            }
            rows.add(TokenRows.Row.answering(question, answer, rows.size() % 2 == 0 ? 1 : 0.25));
        }
        return rows;
    }

    @Test
    void lossAndGradientsAreThoseOfTheUnpackedBatch() {
        List<TokenRows.Row> rows = examples();
        try (Scope scope = Scope.open();
                Decoder apart = InitialWeights.random(TinyDecoder.CONFIG, 3);
                Decoder packed = InitialWeights.random(TinyDecoder.CONFIG, 3)) {
            TokenRows all = TokenRows.rightPadded(rows, 0);
            PackedRows together = PackedRows.of(PackedRows.plan(rows, TOKENS_MAX), 0);
            double expected = loss(apart, all) / all.labelCount();
            double found = loss(packed, together) / all.labelCount();

            // 91 tokens in three rows of forty, where seven rows of thirty would be 210 places.
            assertThat(together.count()).isEqualTo(3);
            assertThat(together.labelCount()).isEqualTo(all.labelCount());
            assertThat(found).isCloseTo(expected, within(1e-5));
            apart.parameters().forEach((name, parameter) -> {
                Tensor other = packed.parameters().getOrDefault(name, parameter);
                double largest = parameter.grad().abs().max().item_double();
                assertThat(other.grad().sub(parameter.grad()).abs().max().item_double() / Math.max(1e-3, largest))
                        .as(name)
                        .isLessThan(1e-4);
            });
        }
    }

    @Test
    void noExampleSeesAnother() {
        TokenRows.Row asked = TokenRows.Row.answering(List.of(5, 6, 7), List.of(8, 9, 1), 1);
        TokenRows.Row silent = new TokenRows.Row(new int[] {11, 12, 13, 14}, new boolean[4], 1);
        TokenRows.Row otherwise = new TokenRows.Row(new int[] {40, 41, 42, 43}, new boolean[4], 1);
        try (Scope scope = Scope.open();
                Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3)) {
            double alone = loss(model, List.of(asked));

            assertThat(loss(model, List.of(silent, asked))).isCloseTo(alone, within(1e-5));
            assertThat(loss(model, List.of(otherwise, asked))).isCloseTo(alone, within(1e-5));
            assertThat(loss(model, List.of(asked, otherwise))).isCloseTo(alone, within(1e-5));
        }
    }

    private static double loss(Decoder model, List<TokenRows.Row> pack) {
        return loss(model, PackedRows.of(List.of(pack), 0));
    }

    /** Σ of the losses; their mean's gradient is added. */
    private static double loss(Decoder model, LabelledRows rows) {
        try (LabelLearning learning = LabelLearning.onThisThread(model)) {
            double sum = learning.learn(List.of(rows), 1.0 / rows.labelCount(), 0);
            learning.complete();
            return sum;
        }
    }
}
