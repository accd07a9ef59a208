package hone.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.trainer.data.TokenRows;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight binary digits are two to three decimal ones; what is learned has to be the same but for that. */
class PrecisionTest {
    private static final double DIGITS = 0.02;

    @BeforeEach
    void start() {
        Torch.start(1);
    }

    private record Learned(double loss, Map<String, float[]> gradient) {}

    @ParameterizedTest(name = "of whole losses: {0}")
    @ValueSource(booleans = {true, false})
    void aStepInBf16IsThatInF32ButForItsDigits(boolean crossEntropy) {
        try (Scope scope = Scope.open();
                Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3)) {
            Learned exact = learned(model, Precision.F32, crossEntropy);
            Learned narrow = learned(model, Precision.BF16, crossEntropy);

            assertThat(narrow.loss).isNotEqualTo(exact.loss).isCloseTo(exact.loss, within(DIGITS * exact.loss));
            exact.gradient.forEach(
                    (name, of) -> assertThat(cosine(of, Objects.requireNonNull(narrow.gradient.get(name))))
                            .as(name)
                            .isGreaterThan(1 - DIGITS)
                            .isLessThan(1));
        }
    }

    @Test
    void whatIsComputedAroundStaysAsItWas() {
        try (Scope scope = Scope.open();
                Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3)) {
            Tensor ids = Tensor.create(new long[] {5, 6, 7}, 1, 3);
            Tensor before = model.logits(model.hidden(ids));

            Precision.BF16.within(() -> {
                assertThat(Precision.here()).isEqualTo(Precision.BF16);
                assertThat(Precision.inF32(Precision::here)).isEqualTo(Precision.F32);
                assertThat(model.hidden(ids).scalar_type().intern()).isEqualTo(ScalarType.Float);
                return model.logits(model.hidden(ids));
            });

            assertThat(Precision.here()).isEqualTo(Precision.F32);
            assertThat(model.logits(model.hidden(ids)).equal(before)).isTrue();
            assertThat(model.parameters().values())
                    .allSatisfy(parameter ->
                            assertThat(parameter.scalar_type().intern()).isEqualTo(ScalarType.Float));
        }
    }

    private static Learned learned(Decoder model, Precision precision, boolean crossEntropy) {
        List<TokenRows> parts = List.of(rows(1), rows(2));
        double[] losses = new double[2];
        try (SideBySide one = SideBySide.of(TinyDecoder.CONFIG.dim(), 1);
                LabelLearning learning = new LabelLearning(model, one, precision)) {
            if (crossEntropy) {
                losses[0] = learning.learn(parts, 1, 0);
            } else {
                learning.learn(parts, LabelLearning.Read.PLAIN, 0, (part, labels) -> {
                    Tensor loss = labels.logprobs().sum().neg(); // scalar
                    losses[part] = loss.item_double();
                    return loss;
                });
            }
            learning.complete();
        }
        Map<String, float[]> gradient = new HashMap<>();
        model.parameters().forEach((name, parameter) -> {
            gradient.put(name, numbers(parameter.grad()));
            parameter.mutable_grad().zero_();
        });
        return new Learned(losses[0] + losses[1], gradient);
    }

    private static TokenRows rows(long seed) {
        Random random = new Random(seed);
        List<TokenRows.Row> rows = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
            rows.add(TokenRows.Row.whole(random.ints(12, 3, 64).toArray()));
        }
        return TokenRows.rightPadded(rows, 0);
    }

    private static float[] numbers(Tensor of) {
        float[] numbers = new float[(int) of.numel()];
        new FloatPointer(of.contiguous().data_ptr()).get(numbers);
        return numbers;
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double ofOne = 0;
        double ofOther = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            ofOne += (double) one[i] * one[i];
            ofOther += (double) other[i] * other[i];
        }
        return product / Math.sqrt(ofOne * ofOther);
    }
}
