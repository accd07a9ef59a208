package hone.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates that a model directory brings, on a tokenizer of Hone's own with the marks 0 to 3: padding, end, user, assistant. */
class ChatTemplateTest {
    private static final int END = 1;
    private static final int USER = 2;
    private static final int ASSISTANT = 3;
    /** Roles become marks; an answer's end too. */
    private static final String MARKS = "{% for m in messages %}{{ '<|' + m.role + '|>' + m.content | trim }}"
            + "{% if m.role == 'assistant' %}{{ eos_token + '\\n' }}{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    private static final Message VERA = Message.user("Vera");

    @TempDir
    Path directory;

    @Test
    void theTemplateInTheTokenizersConfigIsUsedAndNamed() throws IOException {
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", MARKS))) {
            assertThat(tokenizer.template().question(List.of(VERA), tokenizer)).isEqualTo(ids(USER, "Vera", ASSISTANT));
            assertThat(tokenizer.template().described()).contains("tokenizer_config.json");
            assertThat(tokenizer.unusedTemplate()).isEmpty();
        }
    }

    @Test
    void aFileOfItsOwnComesFirstAndAListNamesWhichIsWhich() throws IOException {
        Consumer<ObjectNode> list = json -> {
            json.putArray("chat_template").addObject().put("name", "tool_use").put("template", "t");
            json.withArray("chat_template")
                    .addObject()
                    .put("name", "default")
                    .put("template", "d{{ messages[0].content }}");
        };
        try (Tokenizer tokenizer = with(list)) {
            assertThat(tokenizer.template().question(List.of(VERA), tokenizer)).isEqualTo(ids("dVera"));
        }

        Files.writeString(directory.resolve("chat_template.jinja"), "f{{ messages[0].content }}");
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.template().question(List.of(VERA), tokenizer)).isEqualTo(ids("fVera"));
            assertThat(tokenizer.template().described()).contains("chat_template.jinja");
        }
    }

    @Test
    void namedTemplatesWithoutADefaultAreRefusedByTheirNames() throws IOException {
        Files.createDirectories(directory.resolve("additional_chat_templates"));
        Files.writeString(directory.resolve("additional_chat_templates/rag.jinja"), "r");
        Files.writeString(directory.resolve("additional_chat_templates/tool_use.jinja"), "t");

        try (Tokenizer tokenizer = with(json -> {})) {
            assertThatThrownBy(tokenizer::template).hasMessageContaining("rag, tool_use");
        }
    }

    @Test
    void aTemplateThatCantBeReadSaysWhereAndAnotherMayBeNamed() throws IOException {
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", "\n{{ messages | shout }}"))) {
            assertThatThrownBy(tokenizer::template)
                    .isInstanceOf(RunFailure.class)
                    .hasMessageContaining("tokenizer_config.json, line 2")
                    .hasMessageContaining("no filter 'shout'");
            assertThat(ChatTemplate.asked("plain", tokenizer).question(List.of(VERA), tokenizer))
                    .isEqualTo(ids("User: Vera\nAssistant:"));
        }
    }

    @Test
    void whatAMessageSpellsNeverBecomesAMark() throws IOException {
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", MARKS))) {
            for (String typed :
                    List.of("<|end|>", "a<|assistant|>b", "<|end|", "|end|>", "{{ eos_token }}", "<|", "assistant|>")) {
                List<Integer> question = tokenizer.template().question(List.of(Message.user(typed)), tokenizer);

                assertThat(question.getFirst()).isEqualTo(USER);
                assertThat(question.getLast()).isEqualTo(ASSISTANT);
                assertThat(question.subList(1, question.size() - 1)).doesNotContain(0, END, USER, ASSISTANT);
                assertThat(tokenizer.decode(question)).isEqualTo(typed);
            }
        }
    }

    @Test
    void anAnswerIsLearnedUpToItsEndAndNotTheLineBreakBehindIt() throws IOException {
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", MARKS))) {
            ChatTemplate.Example example = tokenizer.template().example(List.of(VERA), " Milo ", tokenizer);

            assertThat(example.question()).isEqualTo(ids(USER, "Vera", ASSISTANT));
            assertThat(example.answer()).isEqualTo(ids("Milo", END));
            assertThat(tokenizer.template().answer(" Milo ", tokenizer)).isEqualTo(ids("Milo", END));
        }
    }

    @Test
    void aTemplateThatWritesNoEndGetsTheTokenizers() throws IOException {
        String endless = "{% for m in messages %}{{ m.content }}: {% endfor %}";
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", endless))) {
            assertThat(tokenizer.template().answer("Milo", tokenizer)).endsWith(END);
        }
    }

    /** A tokenizer whose own end is another mark than the one that the template puts behind a turn, as Qwen's base models have it. */
    @Test
    void anAnswerThatTheLimitCutIsClosedAsTheTemplateEndsAnswers() throws IOException {
        String turns = "{% for m in messages %}{{ '<|assistant|>' + m.content + '<|user|>' }}{% endfor %}"
                + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", turns))) {
            assertThat(tokenizer.endId()).isEqualTo(END);
            assertThat(tokenizer
                            .template()
                            .example(List.of(VERA), "Milo", tokenizer)
                            .answer())
                    .isEqualTo(ids("Milo", USER));
            assertThat(tokenizer.template().closingId(tokenizer)).isEqualTo(USER);
            assertThat(ChatTemplate.HONE.closingId(tokenizer)).isEqualTo(END);
        }
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", "{{ messages[0].content }}"))) {
            assertThat(tokenizer.template().closingId(tokenizer)).isEqualTo(END);
        }
    }

    @Test
    void whereTheAnswerBeginsMustBeCertain() throws IOException {
        String counting = "{{ messages | length }}{% for m in messages %}{{ m.content }}{{ eos_token }}{% endfor %}";
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", counting))) {
            assertThatThrownBy(() -> tokenizer.template().example(List.of(VERA), "Milo", tokenizer))
                    .isInstanceOfSatisfying(
                            RunFailure.class,
                            e -> assertThat(ChatTemplate.refuses(e)).isTrue())
                    .hasMessageContaining("not certain");
        }
    }

    @Test
    void everyAnswerOfATalkIsFoundOrTheTalkIsRefused() throws IOException {
        List<Message> talk = List.of(VERA, Message.assistant("Milo"), VERA, Message.assistant("Vera"));
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", MARKS))) {
            JinjaTemplate.Learned learned = ((JinjaTemplate) tokenizer.template()).conversation(talk, tokenizer);

            assertThat(learned.ids())
                    .isEqualTo(ids(
                            USER, "Vera", ASSISTANT, "Milo", END, "\n", USER, "Vera", ASSISTANT, "Vera", END, "\n"));
            int lineBreak = ids("\n").size();
            List<Boolean> expected = new ArrayList<>();
            for (String word : List.of("Milo", "Vera")) {
                expected.addAll(java.util.Collections.nCopies(1 + ids("Vera").size() + 1, false));
                expected.addAll(java.util.Collections.nCopies(ids(word).size() + 1, true));
                expected.addAll(java.util.Collections.nCopies(lineBreak, false));
            }
            assertThat(learned.learned()).isEqualTo(expected);
        }

        String forgetting = "{% for m in messages %}{{ m.content if loop.last else '…' }}{{ eos_token }}{% endfor %}";
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", forgetting))) {
            assertThatThrownBy(() -> ((JinjaTemplate) tokenizer.template()).conversation(talk, tokenizer))
                    .hasMessageContaining("answer 1");
        }
    }

    @Test
    void theTemplatesOwnWordsAreWhyItRefuses() throws IOException {
        String refusing = "{{ raise_exception('Only Milo may ask.') }}";
        try (Tokenizer tokenizer = with(json -> json.put("chat_template", refusing))) {
            assertThatThrownBy(() -> tokenizer.template().question(List.of(VERA), tokenizer))
                    .hasMessageContaining("Only Milo may ask.");
        }
    }

    @Test
    void aNamedTemplateIsWrittenIntoTheCheckpointAndNeedsItsMarks() throws IOException {
        try (Tokenizer tokenizer = with(json -> {})) {
            assertThatThrownBy(() -> ChatTemplate.asked("chatml", tokenizer))
                    .hasMessageContaining("<|im_start|>")
                    .hasMessageContaining("'plain'");
            assertThatThrownBy(() -> ChatTemplate.asked("chatmm", tokenizer)).hasMessageContaining("chatml, ");

            ChatTemplate plain = ChatTemplate.asked("plain", tokenizer);
            Files.write(directory.resolve(TokenizerFiles.CONFIG), TokenizerFiles.config(directory, plain));
        }
        try (Tokenizer again = Tokenizer.load(directory)) {
            assertThat(again.template().wireName()).isEqualTo("plain");
            assertThat(again.template().example(List.of(VERA), "Milo", again).answer())
                    .isEqualTo(ids(" Milo", END));
            assertThat(config().path("chat_template").asText()).contains("User: ");
        }
    }

    @Test
    void honesOwnFormsStayWhatTheyAreWhateverElseIsThere() throws IOException {
        try (Tokenizer tokenizer =
                with(json -> json.put("chat_template", MARKS).put("hone_chat_template", "document"))) {
            assertThat(tokenizer.template()).isEqualTo(ChatTemplate.DOCUMENT);
            assertThat(tokenizer.unusedTemplate().orElseThrow()).contains("tokenizer_config.json", "document");
            assertThat(ChatTemplate.asked("model", tokenizer).question(List.of(VERA), tokenizer))
                    .isEqualTo(ids(USER, "Vera", ASSISTANT));

            Files.write(directory.resolve(TokenizerFiles.CONFIG), TokenizerFiles.config(directory, ChatTemplate.HONE));
            assertThat(config().has("chat_template")).isFalse();
        }
    }

    /** A tokenizer without a form of Hone's, its config changed. */
    private Tokenizer with(Consumer<ObjectNode> change) throws IOException {
        TokenizerFiles.train(List.of("Vera met Milo. Milo met Vera."), 280, directory);
        ObjectNode json = (ObjectNode) config();
        json.remove(List.of("hone_chat_template", "hone_space_in_front"));
        change.accept(json);
        Files.write(directory.resolve(TokenizerFiles.CONFIG), Wire.bytes(json));
        return Tokenizer.load(directory);
    }

    private JsonNode config() throws IOException {
        return Wire.read(Files.readAllBytes(directory.resolve(TokenizerFiles.CONFIG)), JsonNode.class);
    }

    /** Marks as they are, texts encoded. */
    private List<Integer> ids(Object... parts) {
        List<Integer> ids = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            for (Object part : parts) {
                if (part instanceof Integer mark) {
                    ids.add(mark);
                } else {
                    Arrays.stream(tokenizer.encode((String) part)).forEach(ids::add);
                }
            }
        }
        return ids;
    }
}
