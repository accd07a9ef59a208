package hone.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import hone.trainer.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that goes in and comes out again is the same model, in the same words: transformers wrote what goes in. */
class ModelsOutTest {
    private static final List<String> CLASSIFIERS = List.of(
            "LlamaForSequenceClassification",
            "Qwen2ForSequenceClassification",
            "Qwen3ForSequenceClassification",
            "MistralForSequenceClassification",
            "SmolLM3ForSequenceClassification",
            "Gemma2ForSequenceClassification",
            "Gemma3TextForSequenceClassification",
            "GPT2ForSequenceClassification");

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    /** One of each family, as transformers 5 wrote it. */
    static List<Path> models() throws IOException {
        Path golden = Path.of(System.getProperty("hone.root", ".."), "trainer", "src", "test", "golden", "models");
        try (Stream<Path> families = Files.list(golden)) {
            return families.map(family -> family.resolve("model")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aLanguageModelIsWhatItWas(Path model) throws IOException {
        try (Decoder read = ModelFiles.load(model)) {
            write(ModelDirectory.contents(read, model, tokenizer(), ChatTemplate.DOCUMENT));
        }

        assertThat(json(folder)).isEqualTo(json(model));
        assertThat(Files.readString(folder.resolve("generation_config.json")))
                .isEqualTo(Files.readString(model.resolve("generation_config.json")));
        Map<String, Tensor> before = SafeTensors.read(model.resolve("model.safetensors"));
        Map<String, Tensor> after = SafeTensors.read(folder.resolve("model.safetensors"));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        try (Scope scope = Scope.open()) {
            after.forEach((name, tensor) -> assertThat(
                            Objects.requireNonNull(before.get(name)).equal(tensor))
                    .as(name)
                    .isTrue());
        } finally {
            before.values().forEach(Scope::release);
            after.values().forEach(Scope::release);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aRewardModelIsAClassifierOfItsFamilyWithOneLabel(Path model) throws IOException {
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path out = Files.createDirectory(folder.resolve("reward"));
        try (ScoringModel read = ScoringModel.fromLanguageModel(folder);
                Tokenizer words = Tokenizer.load(model.resolve("../../../tokenizers/byte-level"))) {
            for (Checkpoints.NamedContent file :
                    ModelDirectory.contents(read, new ScoreScale(1, 2), folder, ChatTemplate.DOCUMENT, words)) {
                file.content().write(out.resolve(file.name()));
            }
        }

        ObjectNode expected = json(model);
        assertThat(json(out).path("architectures").get(0).asText()).isIn(CLASSIFIERS);
        assertThat(json(out).path("id2label").size()).isEqualTo(1);
        ObjectNode others = json(out);
        List<String> own = List.of(
                "architectures", "id2label", "label2id", "hone_score_mean", "hone_score_deviation", "pad_token_id");
        assertThat(others.without(own).toString())
                .isEqualTo(expected.without(own).toString());
        try (ScoringModel read = ScoringModel.load(out)) {
            assertThat(read.parameters()).containsKey("score.weight").doesNotContainKey("lm_head.weight");
        }
    }

    private Path tokenizer() throws IOException {
        Path tokenizer = Files.createDirectory(folder.resolve("tokenizer"));
        writeTokenizer(tokenizer);
        return tokenizer;
    }

    /** These models have none; it is not read here, only carried along. */
    private static void writeTokenizer(Path directory) throws IOException {
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.write(directory.resolve(name), Wire.bytes(Map.of()));
        }
    }

    private void write(List<Checkpoints.NamedContent> contents) throws IOException {
        for (Checkpoints.NamedContent file : contents) {
            file.content().write(folder.resolve(file.name()));
        }
    }

    private static ObjectNode json(Path directory) throws IOException {
        return (ObjectNode) Wire.read(Files.readAllBytes(directory.resolve("config.json")), JsonNode.class);
    }
}
