package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import hone.trainer.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that can't be what they say, or that this version would compute wrongly: refused in a sentence that says why. */
class BadModelTest {
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String OUTPUT = "lm_head.weight";
    private static final String NORM = "model.norm.weight";

    @TempDir
    static Path folder;

    private static TinyWorld world;

    @BeforeAll
    static void aWholeModel() throws IOException {
        world = TinyWorld.in(folder);
        Torch.start(1);
        ModelFiles.load(world.model).close();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "num_hidden_layers|1000000000",
                "num_hidden_layers|0",
                "max_position_embeddings|2000000000",
                "max_position_embeddings|16000000",
                "hidden_size|1073741824",
                "vocab_size|10000000000",
                "vocab_size|4294967616",
                "num_attention_heads|0",
                "num_attention_heads|-2",
                "num_key_value_heads|100000",
                "head_dim|7",
                "head_dim|8.5",
                "intermediate_size|\"24\"",
                "rope_theta|0",
                "rope_theta|1e300",
                "rms_norm_eps|-1",
                "initializer_range|1e9",
                "partial_rotary_factor|0.5",
                "tie_word_embeddings|\"yes\"",
                "quantization_config|{\"quant_method\":\"gptq\",\"bits\":4}",
            })
    void aConfigBeyondReasonIsRefusedByTheFieldsName(String field, String value) throws IOException {
        Path model = copy();
        change(model, "config.json", json -> json.set(field, Wire.read(value, JsonNode.class)));

        assertRefused(model, field.equals("quantization_config") ? "quantized (gptq)" : field);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aWeightThatIsNoNumberIsRefusedByTheTensorsName(double value) throws IOException {
        Path model = copy();
        weights(model, tensors -> get(tensors, NORM).select(0, 3).fill_(new Scalar(value)));

        assertRefused(model, NORM);
    }

    @Test
    void anOutputMatrixThatIsNotTheEmbeddingItIsSaidToBeIsRefused() throws IOException {
        Path same = copy();
        weights(same, tensors -> tensors.put(OUTPUT, get(tensors, EMBEDDING).clone()));
        Path other = copy();
        weights(other, tensors -> tensors.put(OUTPUT, get(tensors, EMBEDDING).mul(new Scalar(2.0))));
        Path narrow = copy();
        weights(
                narrow,
                tensors -> tensors.put(
                        OUTPUT, get(tensors, EMBEDDING).narrow(0, 0, 10).clone()));

        assertThatCode(() -> ModelFiles.load(same).close()).doesNotThrowAnyException();
        assertRefused(other, "tie_word_embeddings");
        assertRefused(narrow, OUTPUT);
    }

    @Test
    void quantizedWeightsAreRefusedAsSuch() throws IOException {
        Path packed = copy();
        weights(
                packed,
                tensors -> tensors.put(
                        "model.layers.0.mlp.up_proj.qweight", get(tensors, NORM).to(ScalarType.Int)));
        Path bytes = copy();
        weights(bytes, tensors -> tensors.put(NORM, get(tensors, NORM).to(ScalarType.Byte)));

        assertRefused(packed, "quantized");
        assertRefused(bytes, "quantized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "tokenizer.json", "config.json", "tokenizer_config.json"})
    void aFileThatIsOnlyAPointerIsRefusedAsSuch(String name) throws IOException {
        Path model = copy();
        Files.writeString(
                model.resolve(name),
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a".repeat(16) + "\nsize 29000\n");

        assertRefused(model, "Git LFS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "tokenizer.json", "config.json", "tokenizer_config.json"})
    void whatIsNoFileOfTheFolderIsNotRead(String name) throws Exception {
        Path outside = copy();
        Path stranger = folder.resolve("stranger-" + outside.getFileName());
        Files.move(outside.resolve(name), stranger);
        Files.createSymbolicLink(outside.resolve(name), stranger);
        Path device = copy();
        Files.delete(device.resolve(name));
        Files.createSymbolicLink(device.resolve(name), Path.of("/dev/zero"));
        Path pipe = copy();
        Files.delete(pipe.resolve(name));
        assertThat(new ProcessBuilder("mkfifo", pipe.resolve(name).toString())
                        .start()
                        .waitFor())
                .isZero();
        Path directory = copy();
        Files.delete(directory.resolve(name));
        Files.createDirectory(directory.resolve(name));
        Path inside = copy();
        Files.move(inside.resolve(name), inside.resolve("blob"));
        Files.createSymbolicLink(inside.resolve(name), Path.of("blob"));

        assertRefused(outside, "leads out of the folder");
        assertRefused(device, "leads out of the folder");
        assertRefused(pipe, "no file");
        assertRefused(directory, "no file");
        assertThatCode(() -> load(inside)).doesNotThrowAnyException();
    }

    @Test
    void tokensThatTheEmbeddingHasNoRowForAreRefused() throws IOException {
        Path pad = copy();
        tokenizer(pad, added -> added.put("id", 320).put("content", "<pad>"));
        change(pad, "tokenizer_config.json", json -> json.put("pad_token", "<pad>"));
        Path ends = copy();
        Files.writeString(ends.resolve("generation_config.json"), "{\"eos_token_id\":[1,320]}");
        Path begin = copy();
        change(begin, "config.json", json -> json.put("bos_token_id", 5000));
        Path word = copy();
        change(word, "tokenizer.json", json -> ((ObjectNode) json.path("model").path("vocab")).put("milo", 320));

        assertRefused(pad, "<pad>");
        assertRefused(ends, "eos_token_id 320");
        assertRefused(begin, "bos_token_id 5000");
        assertRefused(word, "320");
    }

    @Test
    void everyEndThatTheModelsFilesNameIsAnEndAndNoPaddingIsMadeUp() throws IOException {
        Path model = copy();
        change(
                model,
                "config.json",
                json -> json.putArray("eos_token_id").add(1).add(7));
        Files.writeString(model.resolve("generation_config.json"), "{\"eos_token_id\":9,\"pad_token_id\":-1}");
        change(model, "tokenizer_config.json", json -> json.remove("pad_token"));

        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            assertThat(tokenizer.endIds()).containsExactlyInAnyOrder(1, 7, 9);
            assertThat(tokenizer.forbiddenInAnswers()).isEmpty();
        }
        try (Tokenizer tokenizer = Tokenizer.load(world.model)) {
            assertThat(tokenizer.endIds()).containsExactly(1);
            assertThat(tokenizer.forbiddenInAnswers()).containsExactly(0);
        }
    }

    private static void load(Path model) {
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            tokenizer.endIds();
            ModelFiles.load(model).close();
        }
    }

    private static void assertRefused(Path model, String why) {
        long kept = Scope.keptObjects();

        assertThatThrownBy(() -> load(model))
                .isInstanceOfSatisfying(
                        RunFailure.class,
                        failure -> assertThat(failure.sentence())
                                .contains(why)
                                .endsWith(".")
                                .doesNotContain("Exception"));
        assertThat(Scope.keptObjects())
                .as("nothing of a refused model stays in memory")
                .isEqualTo(kept);
    }

    private static Path copy() throws IOException {
        return RefusedRuns.copyOf(folder, world.model);
    }

    private static void change(Path model, String file, Consumer<ObjectNode> change) throws IOException {
        Path path = model.resolve(file);
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(path), JsonNode.class);
        change.accept(json);
        Files.write(path, Wire.bytes(json));
    }

    private static void tokenizer(Path model, Consumer<ObjectNode> newToken) throws IOException {
        change(
                model,
                "tokenizer.json",
                json -> newToken.accept(((com.fasterxml.jackson.databind.node.ArrayNode) json.path("added_tokens"))
                        .addObject()
                        .put("special", true)));
    }

    private static void weights(Path model, Consumer<Map<String, Tensor>> change) throws IOException {
        Path file = model.resolve(ModelFiles.WEIGHTS);
        Map<String, Tensor> read = SafeTensors.read(file);
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>(read);
            change.accept(tensors);
            SafeTensors.write(file, tensors);
        } finally {
            read.values().forEach(Scope::release);
        }
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        return java.util.Objects.requireNonNull(tensors.get(name));
    }
}
