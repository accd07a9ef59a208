package hone.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.zeros;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.TinyDecoder;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The many ways in which files hold the same model, and those in which they contradict themselves. */
class StoredModelsTest {
    private static final DecoderConfig TINY = TinyDecoder.CONFIG;
    private static final DecoderConfig GPT2 = DecoderConfig.of(Wire.read("""
            {"model_type":"gpt2","vocab_size":64,"n_embd":16,"n_layer":2,"n_head":4,"n_positions":32}
            """, JsonNode.class));

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ScalarType.class,
            names = {"Half", "BFloat16", "Float", "Double"})
    void weightsOfEveryFloatTypeAreReadAsTheNumbersThatTheyAre(ScalarType type) throws IOException {
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            write(written, (name, tensor) -> Map.of(name, tensor.to(type)));

            try (Decoder read = ModelFiles.load(folder, TINY);
                    Scope scope = Scope.open()) {
                read.parameters().forEach((name, tensor) -> {
                    Tensor wanted = get(written, name).to(type).to(ScalarType.Float);
                    assertThat(tensor.scalar_type().intern()).isEqualTo(ScalarType.Float);
                    assertThat(tensor.equal(wanted)).as(name).isTrue();
                });
            }
        }
    }

    /** Otherwise a model in half precision would need half as much again as what it was checked to fit into. */
    @Test
    void tensorsAreReadOneByOne() throws IOException {
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            write(written, Map::of);
            long kept = Scope.keptObjects();
            List<String> names = new ArrayList<>();

            SafeTensors.forEach(folder.resolve("model.safetensors"), name -> true, (name, tensor) -> {
                assertThat(Scope.keptObjects()).isEqualTo(kept + 1);
                names.add(name);
                Scope.release(tensor);
            });

            assertThat(names).hasSize(written.parameters().size());
        }
    }

    @Test
    void aNetworkSavedWithoutItsHeadLacksTheBeginningOfAllNames() throws IOException {
        for (DecoderConfig config : List.of(GPT2, TINY)) {
            String base = config.layout().names().base();
            try (Decoder written = InitialWeights.random(config, 7)) {
                write(written, (name, tensor) -> Map.of(name.substring(base.length()), tensor));

                assertSame(config, written);
            }
        }
    }

    @Test
    void masksThatOldFilesStoreAreNoWeights() throws IOException {
        try (Decoder written = InitialWeights.random(GPT2, 7)) {
            write(written, (name, tensor) -> {
                String bare = name.substring("transformer.".length());
                return bare.endsWith("attn.c_attn.weight")
                        ? Map.of(
                                bare,
                                tensor,
                                bare.replace("c_attn.weight", "bias"),
                                ones(new long[] {1, 1, 32, 32}, new TensorOptions(ScalarType.Bool)),
                                bare.replace("c_attn.weight", "masked_bias"),
                                ones(1).mul(new Scalar(-10000.0)))
                        : Map.of(bare, tensor);
            });

            assertSame(GPT2, written);
        }
    }

    @Test
    void frequenciesThatOldFilesStoreHaveToBeThoseOfTheConfiguration() throws IOException {
        float[] right = {1, 0.01f}; // 10,000 to the power of 0 and of −2/4
        float[] wrong = {1, 0.02f};
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            write(written, (name, tensor) -> withFrequencies(name, tensor, Tensor.create(right, 2)));
            assertSame(TINY, written);

            write(
                    written,
                    (name, tensor) -> withFrequencies(
                            name, tensor, Tensor.create(right, 2).to(ScalarType.Half)));
            assertSame(TINY, written);

            write(written, (name, tensor) -> withFrequencies(name, tensor, Tensor.create(wrong, 2)));
            assertRefused("model.layers.0.self_attn.rotary_emb.inv_freq");

            write(written, (name, tensor) -> withFrequencies(name, tensor, zeros(3)));
            assertRefused("model.layers.0.self_attn.rotary_emb.inv_freq");
        }
    }

    private static Map<String, Tensor> withFrequencies(String name, Tensor tensor, Tensor frequencies) {
        return name.equals("model.layers.0.self_attn.q_proj.weight")
                ? Map.of(name, tensor, "model.layers.0.self_attn.rotary_emb.inv_freq", frequencies)
                : Map.of(name, tensor);
    }

    @Test
    void aBiasThatTheConfigurationDoesNotHaveIsRefused() throws IOException {
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            write(
                    written,
                    (name, tensor) -> name.endsWith("0.self_attn.q_proj.weight")
                            ? Map.of(name, tensor, name.replace("weight", "bias"), zeros(16))
                            : Map.of(name, tensor));

            assertRefused("model.layers.0.self_attn.q_proj.bias");
        }
    }

    @Test
    void aModelInSeveralFilesIsDividedAsTransformersDoesAndReadAgain() throws IOException {
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            WeightShards shards = WeightShards.of(written.parameters(), 4096);

            assertThat(shards.files()).hasSizeGreaterThan(3);
            int count = shards.files().size();
            for (int i = 0; i < count; i++) {
                WeightShards.Shard shard = shards.files().get(i);
                assertThat(shard.name()).isEqualTo("model-0000%d-of-0000%d.safetensors".formatted(i + 1, count));
                long bytes = shard.tensors().values().stream()
                        .mapToLong(Tensor::nbytes)
                        .sum();
                assertThat(bytes).isLessThanOrEqualTo(4096);
                SafeTensors.write(folder.resolve(shard.name()), shard.tensors());
            }
            WeightShards.Index index = shards.index().orElseThrow();
            Files.write(folder.resolve(index.name()), index.json());
            assertThat(index.name()).isEqualTo("model.safetensors.index.json");
            assertThat(Wire.read(index.json(), JsonNode.class)
                            .path("metadata")
                            .path("total_size")
                            .asLong())
                    .isEqualTo(4 * written.parameterCount());
            assertSame(TINY, written);

            assertThat(WeightShards.of(written.parameters(), 1 << 20).files())
                    .singleElement()
                    .satisfies(only -> assertThat(only.name()).isEqualTo("model.safetensors"));
        }
    }

    @Test
    void anIndexThatSaysOtherThanItsFilesIsRefused() throws IOException {
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            Map<String, String> index = new LinkedHashMap<>();
            written.parameters().keySet().forEach(name -> index.put(name, "one.safetensors"));
            SafeTensors.write(folder.resolve("one.safetensors"), written.parameters());
            index(index);
            assertSame(TINY, written);

            index.put("model.layers.7.mlp.up_proj.weight", "one.safetensors");
            index(index);
            assertRefused("model.layers.7.mlp.up_proj.weight");

            index.remove("model.layers.7.mlp.up_proj.weight");
            index.remove("model.norm.weight");
            index(index);
            assertRefused("model.norm.weight");

            index.put("model.norm.weight", "two.safetensors");
            index(index);
            assertRefused("two.safetensors");

            SafeTensors.write(
                    folder.resolve("two.safetensors"), Map.of("model.norm.weight", get(written, "model.norm.weight")));
            assertRefused("model.norm.weight");

            index(Map.of());
            assertRefused("weight_map");
        }
    }

    @Test
    void twoSetsOfWeightsAreRefusedBecauseOnlyOneCanBeMeant() throws IOException {
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            write(written, Map::of);
            SafeTensors.write(folder.resolve("one.safetensors"), written.parameters());
            index(Map.of("model.norm.weight", "one.safetensors"));

            assertRefused("model.safetensors.index.json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.bin", "model.ckpt", "consolidated.00.pth", "net.pkl", "tf_model.h5"})
    void aPickleIsRefusedUnderEveryNameThatPicklesHave(String name) throws IOException {
        Files.write(folder.resolve(name), new byte[] {1});

        assertRefused(name);
    }

    @Test
    void aPickleUnderTheNameOfSafeTensorsIsRefusedAsAPickle() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.write(file, "PK\3\4\0\0\b\b\0\0archive/data.pkl".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("pickle");

        Files.write(
                file,
                new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9, ' '});
        assertRefused("pickle");

        Files.write(file, "GGUF\3\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("GGUF");
    }

    @Test
    void aHeaderThatNamesATensorTwiceIsRefused() throws IOException {
        String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
        byte[] header = ("{" + entry + "," + entry + "}").getBytes(StandardCharsets.UTF_8);
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(8 + header.length + 4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header);
        Files.write(folder.resolve("model.safetensors"), bytes.array());

        assertRefused("header");
    }

    @Test
    void whatIsThereInsteadOfAModelIsSaid() throws IOException {
        Files.write(folder.resolve("adapter_model.safetensors"), new byte[] {1});

        assertRefused("adapter_model.safetensors");
    }

    private void assertSame(DecoderConfig config, Decoder written) {
        try (Decoder read = ModelFiles.load(folder, config);
                Scope scope = Scope.open()) {
            assertThat(read.parameters().keySet())
                    .containsExactlyElementsOf(written.parameters().keySet());
            read.parameters()
                    .forEach((name, tensor) -> assertThat(tensor.equal(get(written, name)))
                            .as(name)
                            .isTrue());
        }
    }

    private void assertRefused(String said) {
        long kept = Scope.keptObjects();

        assertThatThrownBy(() -> ModelFiles.load(folder, TINY))
                .isInstanceOfSatisfying(
                        RunFailure.class,
                        failure -> assertThat(failure.sentence()).contains(said).endsWith("."));
        assertThat(Scope.keptObjects()).isEqualTo(kept);
    }

    /** The model in one file, each of its tensors as the function says. */
    private void write(Decoder model, BiFunction<String, Tensor, Map<String, Tensor>> stored) throws IOException {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            model.parameters().forEach((name, tensor) -> tensors.putAll(stored.apply(name, tensor)));
            SafeTensors.write(folder.resolve("model.safetensors"), tensors);
        }
    }

    private void index(Map<String, String> weights) throws IOException {
        Files.write(folder.resolve("model.safetensors.index.json"), Wire.bytes(Map.of("weight_map", weights)));
    }

    private static Tensor get(Decoder model, String name) {
        return java.util.Objects.requireNonNull(model.parameters().get(name));
    }
}
