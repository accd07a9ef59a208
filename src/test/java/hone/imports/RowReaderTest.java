package hone.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hone.contract.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowReaderTest {
    private final RowReader reader = new RowReader();

    @Test
    void aPromptAloneIsOneTurnOfThePerson() {
        assertThat(reader.read("{\"prompt\": \"How much is 1 + 1?\", \"id\": 7}")
                        .prompts())
                .containsExactly(new ImportedPrompt(List.of(Message.user("How much is 1 + 1?")), "7", List.of()));
    }

    @Test
    void answersAreTextsOrObjectsThatSayHowTheyWereSampled() {
        ImportedPrompt given = reader.read("""
                        {"prompt": "q", "answers": ["a", {"text": "b", "model": "hone-base", "seed": 3, "temperature": 1, "top_p": 0.9, "ended": false}]}""").prompts().getFirst();

        assertThat(given.answers().get(0).sampled()).isEmpty();
        assertThat(given.answers().get(1).sampled())
                .contains(new ImportedPrompt.Sampled("hone-base", 3, 1, 0.9, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"question\":\"Who?\"}|Neither prompt nor messages.",
                "{\"prompt\":\"Tell me|Not JSON.",
                "[1]|Not a JSON object.",
                "null|Not a JSON object.",
                "{\"prompt\":\"  \"}|A text is empty.",
                "{\"prompt\":\"a\\u0000b\"}|A text holds a character that can’t be stored.",
                "{\"prompt\":\"a\\ud800b\"}|A text holds a character that can’t be stored.",
                "{\"messages\":[]}|A conversation has 1 to 100 messages.",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}|The last message is not from the person.",
                "{\"messages\":[{\"role\":\"human\",\"content\":\"a\"}]}|A role is system, user or assistant.",
                "{\"messages\":[{\"role\":\"user\",\"content\":7}]}|A message’s content is a text, or a list of text parts.",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":\"x\"}]}]}|A message’s content is a text, or a list of text parts.",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"tool_calls\":[{\"name\":\"f\"}]}]}|The field “tool_calls” of a message is not read.",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"\"}]}|A text is empty.",
                "{\"prompt\":\"q\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}|Both prompt and messages.",
                "{\"prompt\":[{\"role\":\"user\",\"content\":\"a\"}]}|The prompt is not a text.",
                "{\"prompt\":\"q\",\"prompt\":\"other\"}|A field stands twice.",
                "{\"prompt\":\"q\",\"source\":\"a text to summarise\"}|The field “source” is not read.",
                "{\"prompt\":\"q\",\"extra\":{\"deep\":[{\"er\":\"text\"}]}}|The field “extra” is not read.",
                "{\"prompt\":\"q\",\"id\":[\"a\"]}|The field “id” is neither text nor number.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"rationale\":\"kinder\"}]}|The field “rationale” of an answer is not read.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"seed\":1.5}]}|The field “seed” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"temperature\":-1}]}|The field “temperature” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"top_p\":\"0.9\"}]}|The field “top_p” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"top_p\":0}]}|The field “top_p” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"ended\":\"no\"}]}|The field “ended” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"model\":7}]}|The field “model” of an answer can’t be so.",
                "{\"messages\":[\"a\"]}|A role is system, user or assistant.",
                "{\"prompt\":\"q\",\"answers\":\"a\"}|Answers are a list of at most 20.",
                "{\"prompt\":\"q\",\"answers\":[7]}|An answer is a text, or an object with text.",
                "{\"prompt\":{\"role\":\"prompter\",\"text\":\"q\",\"replies\":[]}}|The tree has no question with replies.",
                "{\"a\":1} trailing|Not JSON."
            })
    void aLineThatCannotBeTakenSaysWhy(String line, String reason) {
        assertThat(catchThrowableOfType(RefusedRow.class, () -> reader.read(line))
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void whatHoldsNoTextIsLeftOutAndNamed() {
        ImportedRow row = reader.read(
                "{\"prompt\": \"q\", \"score\": 0.5, \"tags\": [], \"lang\": \"en\", \"note\": \" \", \"answers\": [{\"text\": \"a\", \"rank\": 1}]}");

        assertThat(row.prompts()).hasSize(1);
        assertThat(row.leftOut()).containsExactlyInAnyOrder("score", "tags", "lang", "note", "an answer: rank");
    }

    @Test
    void textPartsAreOneTextAndAnEmptySystemTurnIsNone() {
        assertThat(reader.read(
                                "{\"messages\": [{\"role\": \"system\", \"content\": null}, {\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"Tell \"}, {\"type\": \"text\", \"text\": \"me.\"}]}]}")
                        .prompts())
                .containsExactly(new ImportedPrompt(List.of(Message.user("Tell me.")), "", List.of()));
    }

    @Test
    void howAnAnswerWasSampledIsKeptWholeOrItsLossIsSaid() {
        ImportedRow row = reader.read("{\"prompt\": \"q\", \"answers\": [{\"text\": \"a\", \"model\": \"m\"}]}");

        assertThat(row.prompts().getFirst().answers().getFirst().sampled()).isEmpty();
        assertThat(row.remarks())
                .singleElement()
                .asString()
                .startsWith("Answer 1 says only in part how it was sampled");
    }

    @Test
    void tooLongTextsAreRefusedWithTheirLength() {
        String line = "{\"prompt\":\"" + "a".repeat(32_001) + "\"}";

        RefusedRow refused = catchThrowableOfType(RefusedRow.class, () -> reader.read(line));

        assertThat(refused.reason()).isEqualTo("A text is longer than 32000 characters.");
        assertThat(refused.detail()).contains("32001");
    }

    @Test
    void deepNestingIsRefusedLikeAnythingUnreadable() {
        String line = "{\"prompt\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

        assertThat(catchThrowableOfType(RefusedRow.class, () -> reader.read(line))
                        .reason())
                .isEqualTo("Not JSON.");
    }

    @Test
    void aTreeYieldsAPromptForEachQuestionWithReplies() {
        List<ImportedPrompt> prompts = reader.read("""
                {"message_tree_id":"t","prompt":{"message_id":"m","text":"Q","role":"prompter","replies":[
                  {"text":"second","role":"assistant","rank":1,"replies":[]},
                  {"text":"best","role":"assistant","rank":0,"replies":[
                    {"message_id":"n","text":"Q2","role":"prompter","replies":[{"text":"A2","role":"assistant","rank":null,"replies":[]}]},
                    {"text":"unanswered","role":"prompter","replies":[]}]},
                  {"text":"gone","role":"assistant","rank":2,"deleted":true,"replies":[]}]}}""".replace("\n", " ")).prompts();

        assertThat(prompts).hasSize(2);
        ImportedPrompt root = prompts.get(0);
        ImportedPrompt deeper = prompts.get(1);
        assertThat(root.sourceId()).isEqualTo("m");
        assertThat(root.answers().stream().map(a -> a.text() + a.rank().orElse(-1)))
                .containsExactly("best0", "second1");
        assertThat(deeper.messages()).containsExactly(Message.user("Q"), Message.assistant("best"), Message.user("Q2"));
        assertThat(deeper.answers()).hasSize(1);
    }

    /** The counts stand in the data's own README: 100 trees, 641 ranked replies. */
    @Test
    void theHundredEnglishTreesOfOpenAssistantAreReadWhole() throws IOException {
        Path file =
                Path.of(System.getProperty("hone.root", "..")).resolve("../shared/data/oasst-en-100/en_100_tree.jsonl");
        Assumptions.assumeTrue(Files.exists(file), "needs " + file);

        List<ImportedPrompt> prompts = new ArrayList<>();
        try (Lines lines = Lines.of(Files.newInputStream(file))) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                prompts.addAll(reader.read(line.get().text().orElseThrow()).prompts());
            }
        }

        assertThat(prompts.stream()
                        .flatMap(p -> p.answers().stream())
                        .filter(a -> a.rank().isPresent()))
                .hasSize(641);
        assertThat(prompts.stream().filter(p -> p.messages().size() == 1)).hasSize(100);
    }
}
