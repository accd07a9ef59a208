package hone.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** transformers scores a row at its last token that is not the padding. */
class ClassifierPaddingTest {
    private static final Path TOKENIZER = Path.of(
            System.getProperty("hone.root", ".."), "trainer", "src", "test", "golden", "tokenizers", "byte-level");

    @TempDir
    private Path folder;

    /** The golden tokenizer's four marks have the ids 0 to 3; the first one ends answers. */
    @ParameterizedTest
    @CsvSource({
        "<|im_end|>, <|endoftext|>, <|im_start|>, <|tool|>, <|im_end|>, <|endoftext|>, 1", // SmolLM2 pads with its end
        "<|im_end|>, <|endoftext|>, <|im_start|>, <|tool|>, <|endoftext|>, <|endoftext|>, 1", // Qwen does not
        "<|eot_id|>, <|begin_of_text|>, <|reserved_0|>, <|finetune_right_pad_id|>, , <|finetune_right_pad_id|>, 3",
        "</s>, <s>, <|reserved_0|>, <unk>, </s>, <|reserved_0|>, 2",
        "</s>, <s>, [INST], <unk>, , <unk>, 3",
    })
    void thePaddingOfAClassifierIsNotWhatItsRowsEndWith(
            String end, String second, String third, String fourth, String pad, String expected, int id)
            throws IOException {
        String file = Files.readString(TOKENIZER.resolve("tokenizer.json"))
                .replace("<|end|>", end)
                .replace("<|user|>", second)
                .replace("<|assistant|>", third)
                .replace("<|system|>", fourth);
        write(file, end, pad == null ? "" : ",\"pad_token\":\"" + pad + "\"");

        ObjectNode config = JsonNodeFactory.instance.objectNode();
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            ClassifierPadding padding = ClassifierPadding.of(tokenizer, ChatTemplate.DOCUMENT);
            padding.writeTo(config);
            padding.writeToTokenizer(settings);
        }

        assertThat(settings.path("pad_token").asText()).isEqualTo(expected);
        assertThat(config.path("pad_token_id").asInt()).isEqualTo(id);
    }

    @Test
    void withoutAnyOtherMarkThereIsNoPaddingSoThatSeveralRowsAreRefusedAndNotScoredElsewhere() throws IOException {
        ObjectNode file = (ObjectNode) hone.trainer.run.ModelFolder.json(TOKENIZER, "tokenizer.json");
        var marks = file.withArray("added_tokens");
        while (marks.size() > 1) {
            marks.remove(1);
        }
        write(file.toString(), "<|end|>", ",\"pad_token\":\"<|end|>\"");

        ObjectNode config = JsonNodeFactory.instance.objectNode().put("pad_token_id", 0);
        ObjectNode settings = JsonNodeFactory.instance.objectNode().put("pad_token", "<|end|>");
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            ClassifierPadding padding = ClassifierPadding.of(tokenizer, ChatTemplate.DOCUMENT);
            padding.writeTo(config);
            padding.writeToTokenizer(settings);
        }

        assertThat(config.path("pad_token_id").isNull()).isTrue();
        assertThat(settings.has("pad_token")).isFalse();
    }

    private void write(String tokenizer, String end, String more) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\":\"" + end + "\"" + more + "}");
    }
}
