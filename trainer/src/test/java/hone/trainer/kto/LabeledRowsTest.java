package hone.trainer.kto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LabeledAnswers.Labeled;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which answers to other prompts stand beside rated ones, worked out by hand. */
class LabeledRowsTest {
    private static final String NO_MILO_TO_VERA = "{% set ns = namespace(vera=false) %}{% for m in messages %}"
            + "{% if m.content == 'Vera?' %}{% set ns.vera = true %}{% endif %}"
            + "{% if ns.vera and m.content == 'Milo.' %}{{ raise_exception('Not to Vera.') }}{% endif %}"
            + "{{ '<|' + m.role + '|>' + m.content }}{% if m.role == 'assistant' %}{{ eos_token }}{% endif %}"
            + "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    @TempDir
    Path directory;

    @BeforeEach
    void aTokenizer() throws IOException {
        TokenizerFiles.train(List.of("Vera met Milo. Milo met Vera."), 280, directory);
    }

    @Test
    void theNextAnswerToAnotherPromptStandsBesideEachAndTheLastLooksOnFromTheFirst() {
        LabeledRows rows = rows(rated("Milo?", "One."), rated("Milo?", "Two."), rated("Vera?", "Three."));

        assertThat(texts(rows)).containsExactly("Milo?Three.", "Milo?Three.", "Vera?One.");
        assertThat(rows.counts()).containsEntry("unrelated_cut", 0.0).containsEntry("unrelated_own", 0.0);
    }

    @Test
    void ofOnePromptAloneEachStandsForItselfAndIsCounted() {
        LabeledRows rows = rows(rated("Milo?", "One."), rated("Milo?", "Two."));

        assertThat(texts(rows)).containsExactly("Milo?One.", "Milo?Two.");
        assertThat(rows.counts()).containsEntry("unrelated_own", 2.0);
    }

    @Test
    void whereTheTemplateRefusesTheOthersAnswerTheOwnStandsForItAndIsCounted() throws IOException {
        Path config = directory.resolve("tokenizer_config.json");
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(config), JsonNode.class);
        json.remove(List.of("hone_chat_template", "hone_space_in_front"));
        Files.write(config, Wire.bytes(json.put("chat_template", NO_MILO_TO_VERA)));

        LabeledRows rows = rows(rated("Vera?", "One."), rated("Who?", "Milo."));

        assertThat(texts(rows)).containsExactly("Vera?One.", "Who?One.");
        assertThat(rows.counts()).containsEntry("unrelated_own", 1.0).containsEntry("rows_refused", 0.0);
    }

    private LabeledRows rows(Labeled... answers) {
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            ChatTemplate template = ChatTemplate.asked("auto", tokenizer);
            return LabeledRows.of(List.of(answers), new ExampleRows(template, tokenizer, 64));
        }
    }

    private static Labeled rated(String prompt, String response) {
        return new Labeled(new DatasetPrompt(prompt, List.of(Message.user(prompt))), response, true, 1);
    }

    /** What the rows beside the rated ones say, without marks. */
    private List<String> texts(LabeledRows rows) {
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            return rows.unrelated().stream()
                    .map(row ->
                            tokenizer.decode(Arrays.stream(row.tokens()).boxed().toList()))
                    .map(text -> text.replaceAll("<\\|[^|]*\\|>", "").replaceAll("\\s", ""))
                    .toList();
        }
    }
}
