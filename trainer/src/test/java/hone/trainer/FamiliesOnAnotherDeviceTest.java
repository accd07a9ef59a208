package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.trainer.data.LabelledRows;
import hone.trainer.data.PackedRows;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.GenerationSettings;
import hone.trainer.tensor.LazyDevice;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the families' parts compute on a device that is not the processor, as {@link OnAnotherDeviceTest} has it of the stages: positions,
 * masks, windows, caps, caches.
 */
class FamiliesOnAnotherDeviceTest {
    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    static List<String> configs() {
        return EveryFamilyTrainsTest.configs();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void aFamilyHasTheGradientsAndTheAnswersThatItHasWithTheProcessor(String json) {
        DecoderConfig config = DecoderConfig.of(Wire.read(json, JsonNode.class));
        Map<String, float[]> expected = gradients(config);
        List<List<Integer>> answers = answers(config);

        try (LazyDevice device = LazyDevice.open()) {
            gradients(config)
                    .forEach((name, found) -> assertClose(name, found, Objects.requireNonNull(expected.get(name))));
            assertThat(answers(config)).isEqualTo(answers);
        }
    }

    /** After rows that are padded, rows that are shared, and rows whose layers are computed again. */
    private static Map<String, float[]> gradients(DecoderConfig config) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Scope scope = Scope.open();
                Decoder model = InitialWeights.random(config, 5);
                LabelLearning learning = LabelLearning.onThisThread(model)) {
            List<TokenRows.Row> rows = rows(6);
            LabelledRows padded = TokenRows.rightPadded(rows.subList(0, 3), 0);
            LabelledRows packed = PackedRows.of(PackedRows.plan(rows.subList(3, 6), 40), 0);
            learning.learn(List.of(padded), 0.1, 1);
            learning.learn(List.of(packed), 0.1, 1);
            model.recompute(true);
            learning.learn(List.of(padded), 0.1, 1);
            learning.complete();
            model.parameters().forEach((name, parameter) -> {
                Tensor gradient = parameter.grad();
                assertThat(gradient.defined()).as(name).isTrue();
                gradients.put(name, Tensors.floats(gradient));
            });
        }
        return gradients;
    }

    private static List<List<Integer>> answers(DecoderConfig config) {
        List<List<Integer>> prompts = IntStream.range(0, 3)
                .mapToObj(row -> new Random(row)
                        .ints(4 + 3 * row, 3, config.vocab())
                        .boxed()
                        .toList())
                .toList();
        try (Decoder model = InitialWeights.random(config, 5)) {
            return new Generation(model, new GenerationSettings(0.9, 0.9, 8, List.of(1), 0, List.of(0)))
                    .answer(prompts, new long[] {1, 2, 3}).stream()
                            .map(Generation.Row::ids)
                            .toList();
        }
    }

    private static List<TokenRows.Row> rows(int count) {
        Random random = new Random(3);
        return IntStream.range(0, count)
                .mapToObj(
                        row -> TokenRows.Row.whole(random.ints(9 + row, 3, 320).toArray()))
                .toList();
    }

    private static void assertClose(String name, float[] found, float[] expected) {
        float largest = 0;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertThat(largest).as(name).isPositive();
        assertThat(found).as(name).containsExactly(expected, within(1e-4f * largest));
    }
}
