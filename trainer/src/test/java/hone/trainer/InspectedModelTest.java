package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.ModelInspection;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an inspection says of a directory; sizes are those that the files' headers add up to. */
class InspectedModelTest {
    private static final Path TRAINER = Path.of(System.getProperty("hone.root"), "trainer");
    private static final Path GOLDEN = TRAINER.resolve("src/test/golden");
    private static final int TOKENS = 384;

    @TempDir
    Path folder;

    @BeforeAll
    static void libtorch() {
        Torch.start(1);
    }

    @Test
    void theModelThatShipsIsNamedWithSizeContextTemplateAndEnd() {
        ModelInspection base = InspectedModel.of(TRAINER.resolve("base"));

        assertThat(base.family()).isEqualTo("llama");
        assertThat(base.storedAs()).containsExactly("F32");
        assertThat(base.size().parameters()).isEqualTo(1_404_320);
        assertThat(base.template().own()).isFalse();
        assertThat(base.template().described()).contains("document");
        assertThat(base.machine().memoryBytes()).isGreaterThan(base.machine().freeBytes());
        assertThat(base.licence()).isEmpty();
    }

    @Test
    void familiesOfOtherPartsAreCountedAsTheirFilesAddUp() throws IOException {
        ModelInspection gpt2 = InspectedModel.of(model("gpt2"));
        ModelInspection qwen2 = InspectedModel.of(model("qwen2"));

        assertThat(gpt2.size())
                .isEqualTo(new ModelInspection.Size(134_912, 2, 64, 4, 4, 16, 256, 416)); // n_inner: null is four times
        assertThat(gpt2.contextTokens()).isEqualTo(128);
        assertThat(qwen2.family()).isEqualTo("qwen2");
        assertThat(qwen2.size().parameters()).isEqualTo(93_760); // tied, so the embedding counts once
        assertThat(qwen2.size().keyValueHeads()).isEqualTo(2);
    }

    @Test
    void aTemplateOfTheModelsOwnAndItsLicenceAreNamed() throws IOException {
        Path model = model("llama");
        Files.writeString(
                model.resolve("chat_template.jinja"), "{% for m in messages %}{{ m['content'] }}{% endfor %}");
        Files.writeString(
                model.resolve("README.md"), "---\nlanguage:\n- en\nlicense: apache-2.0\ntags:\n- x\n---\n# A model\n");

        ModelInspection found = InspectedModel.of(model);
        Files.writeString(model.resolve("LICENSE.txt"), "…");

        assertThat(found.template().own()).isTrue();
        assertThat(found.template().described()).isEqualTo("the model's own, chat_template.jinja");
        assertThat(found.licence()).contains("apache-2.0 (README.md)");
        assertThat(InspectedModel.of(model).licence()).contains("LICENSE.txt");
    }

    @Test
    void anAdapterIsNoWholeModel() throws IOException {
        Path model = model("llama");
        Files.writeString(model.resolve("adapter_config.json"), "{}");

        assertThatThrownBy(() -> InspectedModel.of(model))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("adapter");
    }

    @Test
    void aRefusalNamesTheFolderAndNotWhereItLies() throws IOException {
        Path model = model("llama");
        Files.delete(model.resolve("model.safetensors"));

        assertThatThrownBy(() -> InspectedModel.of(model))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("no model.safetensors in llama")
                .hasMessageNotContaining(folder.toString());
    }

    /** A model of the goldens, which have no tokenizer, with one that has as many tokens as the smallest embedding has rows. */
    private Path model(String family) throws IOException {
        Path model = Files.createDirectory(folder.resolve(family));
        try (Stream<Path> files =
                Files.list(GOLDEN.resolve("models").resolve(family).resolve("model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Path tokenizer = GOLDEN.resolve("tokenizers/byte-level");
        Files.copy(tokenizer.resolve("tokenizer_config.json"), model.resolve("tokenizer_config.json"));
        ObjectNode json = (ObjectNode) Wire.mapper().readTree(Files.readAllBytes(tokenizer.resolve("tokenizer.json")));
        ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
        vocabulary.properties().removeIf(token -> token.getValue().asInt() >= TOKENS);
        for (var merge = json.path("model").path("merges").iterator(); merge.hasNext(); ) {
            JsonNode both = merge.next();
            String made = both.isTextual()
                    ? both.asText().replace(" ", "")
                    : both.path(0).asText() + both.path(1).asText();
            if (!vocabulary.has(made)) {
                merge.remove();
            }
        }
        Files.write(model.resolve("tokenizer.json"), Wire.bytes(json));
        return model;
    }
}
