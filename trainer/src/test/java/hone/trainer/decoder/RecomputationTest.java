package hone.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.randn_like;

import hone.contract.LoraSettings;
import hone.trainer.data.TokenRows;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is computed twice gives the gradients of what is computed once, to the bit. */
class RecomputationTest {
    @BeforeEach
    void start() {
        Torch.start(1);
    }

    private static TokenRows rows(long seed) {
        Random random = new Random(seed);
        return TokenRows.rightPadded(
                IntStream.range(0, 4)
                        .mapToObj(row ->
                                TokenRows.Row.whole(random.ints(12, 3, 64).toArray()))
                        .toList(),
                0);
    }

    private static Map<String, float[]> gradients(Decoder model, Precision precision, int steps) {
        try (SideBySide two = SideBySide.of(TinyDecoder.CONFIG.dim(), 2);
                LabelLearning learning = new LabelLearning(model, two, precision)) {
            for (int step = 0; step < steps; step++) {
                learning.learn(List.of(rows(2L * step), rows(2L * step + 1)), 0.1, step);
            }
            learning.complete();
        }
        Map<String, float[]> gradients = new HashMap<>();
        model.trainableParameters().forEach((name, parameter) -> {
            gradients.put(name, numbers(parameter.grad()));
            parameter.mutable_grad().zero_();
        });
        return gradients;
    }

    private static float[] numbers(Tensor of) {
        float[] numbers = new float[(int) of.numel()];
        new FloatPointer(of.contiguous().data_ptr()).get(numbers);
        return numbers;
    }

    private static void assertSame(Decoder model, Precision precision) {
        Map<String, float[]> kept = gradients(model, precision, 3);
        model.recompute(true);
        Map<String, float[]> again = gradients(model, precision, 3);

        assertThat(kept.values()).anySatisfy(gradient -> assertThat(gradient).isNotEqualTo(new float[gradient.length]));
        assertThat(again.keySet()).isEqualTo(kept.keySet());
        kept.forEach((name, gradient) -> assertThat(again.get(name)).as(name).containsExactly(gradient));
    }

    @ParameterizedTest
    @EnumSource
    void allWeightsGetTheSameGradients(Precision precision) {
        try (Scope scope = Scope.open();
                Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3)) {
            assertSame(model, precision);
        }
    }

    @Test
    void anAdapterLeavesOutTheSameInputsTheSecondTime() {
        LoraSettings dropping = new LoraSettings(2, 4, Optional.of(0.5), Optional.empty(), Optional.empty());
        try (Scope scope = Scope.open();
                Decoder base = InitialWeights.random(TinyDecoder.CONFIG, 3);
                Decoder model = base.with(Adapter.start(base.linears(), dropping, 1))) {
            try (NoGradGuard constants = new NoGradGuard()) {
                model.adapter()
                        .orElseThrow()
                        .parts()
                        .values()
                        .forEach(part -> part.b().copy_(randn_like(part.b())));
            }
            assertSame(model, Precision.F32);
        }
    }

    @Test
    void aScopeMayHoldAnyNumberOfPasses() {
        try (Scope scope = Scope.open();
                Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3)) {
            Tensor ids = Tensor.create(new long[] {5, 6, 7}, 1, 3);
            List<Tensor> kept =
                    Stream.generate(() -> model.hidden(ids).sum()).limit(40).toList();
            kept.forEach(Tensor::backward);
            Map<String, float[]> expected = new HashMap<>();
            model.parameters().forEach((name, parameter) -> {
                if (parameter.grad().defined()) {
                    expected.put(name, numbers(parameter.grad()));
                    parameter.mutable_grad().zero_();
                }
            });

            model.recompute(true);
            List<Tensor> again =
                    Stream.generate(() -> model.hidden(ids).sum()).limit(40).toList();
            again.forEach(Tensor::backward);

            assertThat(expected).isNotEmpty();
            model.parameters().forEach((name, parameter) -> {
                float[] gradient = expected.get(name);
                if (gradient != null) {
                    assertThat(numbers(parameter.grad())).as(name).containsExactly(gradient);
                }
            });
        }
    }

    @Test
    void withoutAGradientNothingIsPrepared() {
        try (Scope scope = Scope.open();
                Decoder model = InitialWeights.random(TinyDecoder.CONFIG, 3)) {
            Tensor ids = Tensor.create(new long[] {5, 6, 7}, 1, 3);
            float[] before = numbers(model.hidden(ids).detach());
            model.recompute(true);

            assertThat(numbers(model.hidden(ids).detach())).containsExactly(before);
        }
    }
}
