package hone.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from the configurations of published models, and what is refused because it would be computed wrongly. */
class ConfigTest {
    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    /** The numbers of parameters that the models' publishers state. */
    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b,8030261248",
        "smollm2-135m,134515008",
        "qwen2.5-0.5b,494032768",
        "qwen3-0.6b,596049920",
        "mistral-7b-v0.1,7241732096",
        "smollm3-3b,3075098624",
        "gemma-2-2b,2614341888",
        "gemma-3-1b,999885952",
        "gpt2,124439808",
    })
    void aPublishedModelHasAsManyParametersAsItsPublisherSays(String name, long parameters) {
        Layout layout = DecoderConfig.of(published(name)).layout();

        assertThat(layout.parameters().values().stream()
                        .mapToLong(parameter -> Arrays.stream(parameter.shape()).reduce(1, Math::multiplyExact))
                        .sum())
                .isEqualTo(parameters);
    }

    @Test
    void layersDifferWhereTheirFamiliesSaySo() {
        DecoderConfig smollm3 = DecoderConfig.of(published("smollm3-3b"));
        assertThat(IntStream.range(0, 36)
                        .filter(i -> smollm3.plan().get(i).rope().isEmpty()))
                .containsExactly(3, 7, 11, 15, 19, 23, 27, 31, 35);
        assertThat(smollm3.output()).isEqualTo(DecoderConfig.Output.TIED);

        DecoderConfig gemma3 = DecoderConfig.of(published("gemma-3-1b"));
        assertThat(IntStream.range(0, 26)
                        .filter(i -> gemma3.plan().get(i).window().isEmpty()))
                .containsExactly(5, 11, 17, 23);
        assertThat(gemma3.plan().get(5).rope()).contains(Rope.of(1_000_000));
        assertThat(gemma3.plan().get(6).rope()).contains(Rope.of(10_000));

        DecoderConfig gemma2 = DecoderConfig.of(published("gemma-2-2b"));
        assertThat(gemma2.plan().get(0).window()).hasValue(4096);
        assertThat(gemma2.plan().get(1).window()).isEmpty();

        assertThat(DecoderConfig.of(published("mistral-7b-v0.1")).plan())
                .allMatch(layer -> layer.window().equals(OptionalInt.of(4096)));
        assertThat(DecoderConfig.of(published("qwen2.5-0.5b")).plan())
                .allMatch(layer -> layer.window().isEmpty());
    }

    @Test
    void transformersFourAndFiveSayTheSame() {
        ObjectNode old = published("llama-3.1-8b");
        ObjectNode current = old.deepCopy();
        ObjectNode rope = current.putObject("rope_parameters");
        rope.setAll((ObjectNode) old.path("rope_scaling"));
        rope.put("rope_theta", 500_000.0);
        current.remove(java.util.List.of("rope_scaling", "rope_theta", "torch_dtype"));
        current.put("dtype", "bfloat16");

        assertThat(DecoderConfig.of(current)).isEqualTo(DecoderConfig.of(old));
        assertThat(DecoderConfig.of(old).plan().getFirst().rope())
                .isEqualTo(Optional.of(new Rope(500_000, new Rope.Scaling.ByWavelength(8, 1, 4, 8192))));

        ObjectNode gemma = published("gemma-3-1b");
        ObjectNode nested = gemma.deepCopy();
        nested.remove(
                java.util.List.of("rope_theta", "rope_scaling", "rope_local_base_freq", "sliding_window_pattern"));
        ObjectNode byType = nested.putObject("rope_parameters");
        byType.putObject("full_attention").put("rope_theta", 1e6).put("rope_type", "default");
        byType.putObject("sliding_attention").put("rope_theta", 1e4).put("rope_type", "default");
        assertThat(DecoderConfig.of(nested)).isEqualTo(DecoderConfig.of(gemma));
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "llama-3.1-8b|hidden_act|\"quick_gelu\"|quick_gelu",
                "llama-3.1-8b|attention_type|\"block_sparse\"|attention_type",
                "llama-3.1-8b|logit_scale|0.0625|logit_scale",
                "llama-3.1-8b|attention_multiplier|0.5|attention_multiplier",
                "llama-3.1-8b|num_local_experts|8|num_local_experts",
                "llama-3.1-8b|final_logit_softcapping|30|final_logit_softcapping",
                "llama-3.1-8b|sliding_window|4096|sliding_window",
                "llama-3.1-8b|layer_types|[\"full_attention\"]|layer_types",
                "llama-3.1-8b|architectures|[\"LlamaForTokenClassification\"]|LlamaForTokenClassification",
                "llama-3.1-8b|architectures|[\"MistralForCausalLM\"]|MistralForCausalLM",
                "llama-3.1-8b|auto_map|{\"AutoModelForCausalLM\":\"modeling_own.Own\"}|auto_map",
                "llama-3.1-8b|quantization_config|{\"quant_method\":\"awq\"}|awq",
                "llama-3.1-8b|is_encoder_decoder|true|is_encoder_decoder",
                "llama-3.1-8b|pruned_heads|{\"0\":[1]}|pruned_heads",
                "llama-3.1-8b|rope_interleaved|true|rope_interleaved",
                "llama-3.1-8b|torch_dtype|\"float8_e4m3fn\"|float8_e4m3fn",
                "llama-3.1-8b|partial_rotary_factor|0.25|partial_rotary_factor",
                "llama-3.1-8b|rope_scaling|{\"type\":\"yarn\",\"factor\":4}|yarn",
                "llama-3.1-8b|rope_scaling|{\"type\":\"dynamic\",\"factor\":4}|dynamic",
                "llama-3.1-8b|rope_scaling|{\"type\":\"linear\"}|rope_scaling.factor is missing",
                "llama-3.1-8b|rope_scaling|{\"type\":\"linear\",\"factor\":0}|rope_scaling.factor",
                "llama-3.1-8b|rope_scaling|{\"type\":\"linear\",\"factor\":2,\"beta_fast\":32}|rope_scaling.beta_fast",
                "llama-3.1-8b|rope_scaling|{\"type\":\"linear\",\"rope_type\":\"llama3\",\"factor\":2}|one of the two",
                "llama-3.1-8b|rope_scaling|{\"rope_type\":\"llama3\",\"factor\":8}|rope_scaling.low_freq_factor",
                "llama-3.1-8b|rope_parameters|{\"rope_theta\":10000}|rope_scaling",
                "llama-3.1-8b|head_dim|127|head_dim",
                "llama-3.1-8b|num_attention_heads|24|hidden_size",
                "qwen2.5-0.5b|num_key_value_heads|null|num_key_value_heads",
                "qwen2.5-0.5b|use_mrope|true|use_mrope",
                "qwen2.5-0.5b|attention_bias|true|attention_bias",
                "qwen2.5-0.5b|sliding_window|\"4096\"|sliding_window",
                "qwen3-0.6b|head_dim|null|head_dim",
                "qwen3-0.6b|num_experts|128|num_experts",
                "mistral-7b-v0.1|attention_bias|true|attention_bias",
                "mistral-7b-v0.1|sliding_window|0|sliding_window",
                "mistral-7b-v0.1|sliding_window|missing|sliding_window is missing",
                "mistral-7b-v0.1|layer_types|[\"full_attention\"]|layer_types",
                "smollm3-3b|no_rope_layers|[1,0]|no_rope_layers",
                "smollm3-3b|sliding_window|true|sliding_window",
                "gemma-2-2b|hidden_act|\"gelu\"|hidden_act",
                "gemma-2-2b|query_pre_attn_scalar|null|query_pre_attn_scalar",
                "gemma-2-2b|attn_logit_softcapping|missing|attn_logit_softcapping is missing",
                "gemma-2-2b|final_logit_softcapping|missing|final_logit_softcapping is missing",
                "gemma-2-2b|sliding_window|null|sliding_window",
                "gemma-3-1b|use_bidirectional_attention|true|use_bidirectional_attention",
                "gemma-3-1b|_sliding_window_pattern|4|sliding_window_pattern",
                "gemma-3-1b|rope_parameters|{\"full_attention\":{},\"sliding_attention\":{}}|rope_theta",
                "gpt2|activation_function|\"gelu_python_tanh\"|gelu_python_tanh",
                "gpt2|add_cross_attention|true|add_cross_attention",
                "gpt2|n_ctx|512|n_ctx",
                "gpt2|n_head|7|n_embd",
                "gpt2|hidden_size|768|hidden_size",
                "gpt2|rope_theta|10000|rope_theta",
            })
    void whatWouldBeComputedWronglyIsRefusedByName(String model, String field, String value, String said) {
        ObjectNode json = published(model);
        if (value.equals("missing")) {
            json.remove(field);
        } else {
            json.set(field, Wire.read("[" + value + "]", JsonNode.class).get(0));
        }

        assertThatThrownBy(() -> DecoderConfig.of(json)).isInstanceOfSatisfying(RunFailure.class, failure -> {
            assertThat(failure.word()).isEqualTo("unknown-model");
            assertThat(failure.sentence()).contains(said).endsWith(".");
        });
    }

    @Test
    void aWindowThatIsNamedAndNotInUseIsAContradictionOnlyWhereALayerAsksForIt() {
        ObjectNode json = published("qwen2.5-0.5b");
        var types = json.putArray("layer_types");
        IntStream.range(0, 24).forEach(i -> types.add("sliding_attention"));

        assertThatThrownBy(() -> DecoderConfig.of(json)).hasMessageContaining("sliding_window");

        json.put("use_sliding_window", true);
        assertThat(DecoderConfig.of(json).plan())
                .allMatch(layer -> layer.window().equals(OptionalInt.of(32_768)));
    }

    /** transformers ignores the list in this family, so a mixed one would be computed otherwise than it says. */
    @Test
    void aListOfLayersThatTheFamilyWouldIgnoreIsRefused() {
        ObjectNode json = published("mistral-7b-v0.1");
        var types = json.putArray("layer_types");
        IntStream.range(0, 32).forEach(i -> types.add(i % 2 == 0 ? "sliding_attention" : "full_attention"));

        assertThatThrownBy(() -> DecoderConfig.of(json)).hasMessageContaining("layer_types");
    }

    @Test
    void aNameOfMegabytesMakesNoSentenceOfMegabytes() {
        ObjectNode json = published("gpt2").put("model_type", "x".repeat(1 << 22));

        assertThatThrownBy(() -> DecoderConfig.of(json))
                .isInstanceOfSatisfying(
                        RunFailure.class,
                        failure -> assertThat(failure.sentence())
                                .hasSizeLessThan(2100)
                                .endsWith("."));
    }

    @Test
    void upperLayersHaveAWindowWhereItIsInUse() {
        ObjectNode json = published("qwen2.5-0.5b");
        json.put("use_sliding_window", true).put("max_window_layers", 21).put("sliding_window", 100);

        DecoderConfig config = DecoderConfig.of(json);

        assertThat(IntStream.range(0, 24)
                        .filter(i -> config.plan().get(i).window().isPresent()))
                .containsExactly(21, 22, 23);
    }

    private static ObjectNode published(String name) {
        try (InputStream in =
                Objects.requireNonNull(ConfigTest.class.getResourceAsStream("/configs/" + name + ".json"))) {
            return (ObjectNode) Wire.read(in.readAllBytes(), JsonNode.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
