package hone.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tokens of a conversation are learned, worked out by hand on a tokenizer with the marks 1 to 3: end, user, assistant. */
class ExampleRowsTest {
    private static final int END = 1;
    private static final int USER = 2;
    private static final int ASSISTANT = 3;
    private static final String NOT_OF_MILO = "{% for m in messages %}"
            + "{% if m.content == 'Milo?' %}{{ raise_exception('Not of Milo.') }}{% endif %}"
            + "{{ '<|' + m.role + '|>' + m.content }}{% if m.role == 'assistant' %}{{ eos_token }}{% endif %}"
            + "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    private static final List<Message> TALK = List.of(
            new Message("system", "Be kind."), Message.user("Vera?"), Message.assistant("Milo."), Message.user("Who?"));

    @TempDir
    Path directory;

    @BeforeEach
    void aTokenizer() throws IOException {
        TokenizerFiles.train(List.of("Vera met Milo. Milo met Vera."), 280, directory);
    }

    /** Every token of the row that is learned, the others as 0. */
    private static List<Integer> learned(AnsweredRow row) {
        assertThat(row).isInstanceOf(AnsweredRow.Fitting.class);
        TokenRows.Row tokens = ((AnsweredRow.Fitting) row).row();
        List<Integer> ids = new ArrayList<>();
        for (int t = 0; t < tokens.tokens().length; t++) {
            ids.add(tokens.learned()[t] ? tokens.tokens()[t] : 0);
        }
        return ids;
    }

    /** A number stands for so many tokens that are not learned, or for a mark that is; a text is learned. */
    private static List<Integer> ids(Tokenizer tokenizer, Object... parts) {
        List<Integer> ids = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof String text) {
                for (int id : tokenizer.encode(text)) {
                    ids.add(id);
                }
            } else {
                ids.add((Integer) part);
            }
        }
        return ids;
    }

    private static Object[] unlearned(Tokenizer tokenizer, Object... parts) {
        return ids(tokenizer, parts).stream().map(id -> (Object) 0).toArray();
    }

    private static List<Integer> expected(Tokenizer tokenizer, Object[]... parts) {
        List<Integer> all = new ArrayList<>();
        for (Object[] part : parts) {
            all.addAll(ids(tokenizer, part));
        }
        return all;
    }

    @Test
    void theLastAnswerIsLearnedOrAllOfThemAndNothingElse() {
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            ExampleRows examples = new ExampleRows(ChatTemplate.HONE, tokenizer, 96);
            Object[] asked = unlearned(tokenizer, USER, "Be kind.\nVera?", ASSISTANT);
            Object[] askedAgain = unlearned(tokenizer, USER, "Who?", ASSISTANT);

            assertThat(learned(examples.of(TALK, "Vera.", 1)))
                    .isEqualTo(expected(
                            tokenizer, asked, unlearned(tokenizer, "Milo.", END), askedAgain, new Object[] {"Vera.", END
                            }));
            assertThat(learned(examples.ofAllAnswers(TALK, "Vera.", 1)))
                    .isEqualTo(expected(
                            tokenizer, asked, new Object[] {"Milo.", END}, askedAgain, new Object[] {"Vera.", END}));
            assertThat(((AnsweredRow.Fitting) examples.ofAllAnswers(TALK, "Vera.", 0.5)).row())
                    .satisfies(row -> {
                        assertThat(row.weight()).isEqualTo(0.5f);
                        assertThat(row.tokens())
                                .isEqualTo(((AnsweredRow.Fitting) examples.of(TALK, "Vera.", 1))
                                        .row()
                                        .tokens());
                    });
            assertThat(new ExampleRows(ChatTemplate.DOCUMENT, tokenizer, 96).ofAllAnswers(TALK, "Vera.", 1))
                    .isInstanceOfSatisfying(
                            AnsweredRow.Refused.class,
                            refused -> assertThat(refused.why()).contains("not certain"));
        }
    }

    @Test
    void aTemplatesAnswersAreLearnedToTheirEndsAndARefusedOrLongOneIsCountedByItself() throws IOException {
        Path config = directory.resolve("tokenizer_config.json");
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(config), JsonNode.class);
        json.remove(List.of("hone_chat_template", "hone_space_in_front"));
        Files.write(config, Wire.bytes(json.put("chat_template", NOT_OF_MILO)));
        List<Message> talk = TALK.subList(1, TALK.size());
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            ExampleRows examples = new ExampleRows(tokenizer.template(), tokenizer, 40);
            LeftOut leftOut = new LeftOut("rows");

            assertThat(learned(examples.ofAllAnswers(talk, "Vera.", 1)))
                    .isEqualTo(expected(
                            tokenizer,
                            unlearned(tokenizer, USER, "Vera?", ASSISTANT),
                            new Object[] {"Milo.", END},
                            unlearned(tokenizer, USER, "Who?", ASSISTANT),
                            new Object[] {"Vera.", END}));
            assertThat(leftOut.row(examples.of(talk, "Vera.", 1))).isPresent();
            assertThat(leftOut.row(examples.of(talk, "Vera met Milo. ".repeat(20), 1)))
                    .isEmpty();
            assertThat(leftOut.row(examples.of(List.of(Message.user("Milo?")), "Vera.", 1)))
                    .isEmpty();
            leftOut.count(List.of(
                    examples.of(talk, "Vera met Milo. ".repeat(20), 1),
                    examples.of(List.of(Message.user("Milo?")), "Vera.", 1)));

            assertThat(leftOut.metrics()).containsEntry("rows_too_long", 1.0).containsEntry("rows_refused", 2.0);
            assertThat(leftOut.sentence(40).orElseThrow())
                    .startsWith("1 is too long (more than 40 tokens), 2 are refused by the chat template. ")
                    .contains("Not of Milo.");
        }
    }
}
