package hone.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.zeros;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.LoraSettings;
import hone.contract.Wire;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What half precision changes, and what not. Runs where libtorch has such products, as on x86 with AVX2. */
class HalfWeightsTest {
    private static final int WIDTH = 256;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    /** By IEEE 754: binary16 has 11 digits, so 1 + 1/1024 is one of its numbers and 1 + 1/4096 becomes 1. */
    @Test
    void aMatrixIsRoundedToElevenDigitsAndSumsAreNot() {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor matrix = zeros(WIDTH, WIDTH);
            put(matrix, 0, 0, 1 + 1.0 / 1024);
            put(matrix, 1, 0, 1 + 1.0 / 4096);
            matrix.select(0, 2).fill_(new Scalar(1.0));
            put(matrix, 3, 0, 65_504);
            put(matrix, 4, 0, Math.pow(2, -24)); // the smallest there is
            Tensor x = ones(1, WIDTH);
            put(x, 0, 1, 1.0 / 8192); // sums of f32 keep it, of half precision would not
            try (HalfMatrix half = HalfMatrix.of(matrix).orElseThrow()) {
                float[] y = numbers(half.apply(x));

                assertThat(y).startsWith(1 + 1f / 1024, 1, 255 + 1f / 8192, 65_504, (float) Math.pow(2, -24), 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {65_536, -65_536, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatHalfPrecisionHasNotLeavesTheMatrixAsItIs(double number) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor matrix = zeros(WIDTH, WIDTH);
            put(matrix, 7, 9, number);

            assertThat(HalfMatrix.of(matrix)).isEmpty();
        }
    }

    @Test
    void aMatrixThatFitsIntoTheCachesStaysAsItIs() {
        try (Scope scope = Scope.open()) {
            assertThat(HalfMatrix.of(ones(WIDTH, WIDTH - 1))).isEmpty();
        }
    }

    static List<String> families() {
        return List.of("""
                {"model_type":"gpt2","vocab_size":512,"n_embd":256,"n_layer":2,"n_head":4,"n_positions":64}
                """, """
                {"model_type":"llama","vocab_size":512,"hidden_size":256,"num_hidden_layers":2,"num_attention_heads":4,
                 "num_key_value_heads":2,"intermediate_size":384,"max_position_embeddings":64,"tie_word_embeddings":true}
                """, """
                {"model_type":"qwen2","vocab_size":512,"hidden_size":256,"num_hidden_layers":2,"num_attention_heads":4,
                 "num_key_value_heads":1,"intermediate_size":384,"max_position_embeddings":64}
                """, """
                {"model_type":"gemma3_text","vocab_size":512,"hidden_size":256,"num_hidden_layers":2,"num_attention_heads":4,
                 "head_dim":64,"num_key_value_heads":2,"intermediate_size":384,"max_position_embeddings":64,"sliding_window":2,
                 "sliding_window_pattern":2,"query_pre_attn_scalar":64,
                 "final_logit_softcapping":20.0}
                """);
    }

    @ParameterizedTest
    @MethodSource("families")
    void logitsChangeByLittleAndARowHasItsOwnWhoeverIsBesideIt(String config) {
        long kept = Scope.keptObjects();
        try (Decoder model = InitialWeights.random(DecoderConfig.of(Wire.read(config, JsonNode.class)), 3)) {
            manual_seed(1);
            model.linears().forEach((name, linear) -> linear.bias().ifPresent(HalfWeightsTest::random));
            assertSamplesAlike(model, model);
        }
        assertThat(Scope.keptObjects()).isEqualTo(kept);
    }

    @Test
    void anAdapterIsInTheMatrices() {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Decoder base =
                    InitialWeights.random(DecoderConfig.of(Wire.read(families().get(1), JsonNode.class)), 3);
            try (Decoder adapted = base.with(Adapter.start(base.linears(), LoraSettings.ofRank(4), 5))) {
                adapted.adapter().orElseThrow().parts().values().forEach(part -> random(part.b()));
                float[] without = numbers(logits(base, 1));

                assertThat(largestDifference(without, numbers(logits(adapted, 1))))
                        .isGreaterThan(0.1);
                assertSamplesAlike(adapted, adapted.base());
            }
        }
    }

    @Test
    void whatIsInHalfPrecisionAlreadyIsNotMadeAgain() {
        try (Decoder model = InitialWeights.random(
                        DecoderConfig.of(Wire.read(families().get(1), JsonNode.class)), 3);
                HalfWeights once = model.halved()) {
            long kept = Scope.keptObjects();

            try (HalfWeights twice = once.decoder().halved()) {
                assertThat(twice.decoder()).isSameAs(once.decoder());
                assertThat(Scope.keptObjects()).isEqualTo(kept);
            }
        }
    }

    private static void assertSamplesAlike(Decoder model, Decoder untouched) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard();
                HalfWeights halved = model.halved()) {
            float[] before = numbers(logits(untouched, 8));
            float[] exact = numbers(logits(model, 8));
            float[] together = numbers(logits(halved.decoder(), 8));
            float[] alone = numbers(logits(halved.decoder(), 1));

            assertThat(halved.decoder().output().isHalved()).isTrue();
            double spread = largestDifference(exact, new float[exact.length]);
            assertThat(largestDifference(exact, together) / spread)
                    .isPositive() // it is not the same matrix
                    .isLessThan(3e-3); // a few roundings of 1/2048
            assertThat(alone).isEqualTo(Arrays.copyOf(together, alone.length));
            assertThat(numbers(logits(untouched, 8))).isEqualTo(before);
        }
    }

    /** Of the last of three tokens, in rows of which the first is always the same. */
    private static Tensor logits(Decoder model, int rows) { // → (B, V)
        long[] ids = new long[rows * 3];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 5 + 7L * i % 500;
        }
        return model.nextLogits(model.hidden(Tensor.create(ids, rows, 3)).select(1, 2));
    }

    private static double largestDifference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }

    private static void random(Tensor parameter) {
        try (NoGradGuard constants = new NoGradGuard()) {
            parameter.normal_(0, 0.3, new GeneratorOptional());
        }
    }

    private static void put(Tensor matrix, long row, long column, double number) {
        matrix.select(0, row).select(0, column).fill_(new Scalar(number));
    }

    private static float[] numbers(Tensor tensor) {
        float[] numbers = new float[(int) tensor.numel()];
        new FloatPointer(tensor.contiguous().data_ptr()).get(numbers);
        return numbers;
    }
}
