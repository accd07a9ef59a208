package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Message;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Small files that public bug reports of other tools stand behind; each was refused for a wrong reason, or silently emptied. */
class SharedCasesTest {
    @Test
    void case01ChosenAndRejectedAreAComparisonAlreadyDecided() throws IOException {
        ReadFile read = read("01-trl-preference-answers-lost.jsonl");

        assertThat(read.format().name()).isEqualTo("trl-preference");
        assertThat(texts(read)).containsExactly("Apple.", "Chair.");
        assertThat(read.decisions()).singleElement().isInstanceOf(Decision.Preferred.class);
    }

    @Test
    void case02FieldsWithAnAnswerRefuseTheirRowByName() throws IOException {
        ReadFile read = read("02-answer-fields-lost.jsonl");

        assertThat(read.items()).isEmpty();
        assertThat(read.refusals().stream().map(RefusedRow::reason))
                .containsExactly(
                        "The field “completion” is not read.",
                        "The field “response” is not read.",
                        "The field “output” is not read.",
                        "The field “answer” is not read.",
                        "The field “responses” is not read.",
                        "The field “Answers” is not read.",
                        "The field “answer_a” is not read.");
    }

    @Test
    void case03ASystemTextIsPartOfThePromptAndAnInputRefusesTheRow() throws IOException {
        ReadFile read = read("03-system-and-input-lost.jsonl");

        assertThat(read.refusals().stream().map(RefusedRow::reason)).containsExactly("The field “input” is not read.");
        assertThat(read.conversations().getFirst().prompt())
                .containsExactly(new Message("system", "Be brief."), Message.user("Hello"));
    }

    @Test
    void case04AByteOrderMarkCostsNoRow() throws IOException {
        assertThat(read("04-bom-first-line-lost.jsonl").items()).hasSize(2);
    }

    @Test
    void case05AnArrayIsRead() throws IOException {
        ReadFile read = read("05-json-array.json");

        assertThat(read.container()).isEqualTo(Container.JSON_ARRAY);
        assertThat(read.items()).hasSize(2);
    }

    @Test
    void case06MessagesThatEndWithTheAssistantAreADemonstration() throws IOException {
        assertThat(read("06-openai-messages.jsonl").decisions())
                .containsExactly(new Decision.Written("Paris.", Facts.NONE));
    }

    @Test
    void case07TranscriptsArePreferences() throws IOException {
        ReadFile read = read("07-hh-rlhf.jsonl");

        assertThat(read.format().name()).isEqualTo("hh-rlhf");
        assertThat(read.conversations().getFirst().prompt()).containsExactly(Message.user("Hi"));
        assertThat(texts(read)).containsExactly("Hello.", "No.");
    }

    @Test
    void case08ContentPartsAreText() throws IOException {
        assertThat(read("08-content-parts.jsonl").conversations().getFirst().prompt())
                .containsExactly(Message.user("Hi"));
    }

    @Test
    void case09AnEmptySystemTurnIsLeftOut() throws IOException {
        assertThat(read("09-empty-system.jsonl").conversations().getFirst().prompt())
                .containsExactly(Message.user("Hi"));
    }

    @Test
    void case10AnInfiniteTemperatureIsRefusedByName() throws IOException {
        assertThat(read("10-infinite-temperature.jsonl").refusals().getFirst().reason())
                .isEqualTo("The field “temperature” of an answer can’t be so.");
    }

    @Test
    void case11FiveAnswersAreFive() throws IOException {
        assertThat(texts(read("11-five-answers-one-left.jsonl"))).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void case12AnswersThatDifferByABlankAreRemarkedOn() throws IOException {
        ReadFile read = read("12-answers-differ-by-blank.jsonl");

        assertThat(texts(read)).containsExactly("same", "same ");
        assertThat(read.remarks()).singleElement().asString().startsWith("Two answers differ only in the blanks");
    }

    @Test
    void case13FlatMessagesAreAConversationWithTheirHumanRanks() throws IOException {
        ReadFile read = read("13-oasst-flat-rows.jsonl");

        assertThat(read.format().name()).isEqualTo("oasst-messages");
        assertThat(texts(read)).containsExactly("Flat answer one.", "Flat answer two.");
        assertThat(read.conversations().getFirst().responses().stream().map(Response::rank))
                .containsExactly(OptionalInt.of(0), OptionalInt.of(1));
        assertThat(read.decisions()).containsExactly(new Decision.Ranked(List.of(List.of(0), List.of(1)), Facts.NONE));
    }

    @Test
    void case14MarkdownIsKeptToTheLetter() throws IOException {
        ReadFile read = read("14-markdown-hides.jsonl");

        assertThat(texts(read)).contains("2*3*4 = 24", "[n]: https://example.com", "x**2 + y**2", "#");
        assertThat(read.refusals()).isEmpty();
    }

    @Test
    void case15AnAnswerOf20500CharactersIsTakenWhole() throws IOException {
        assertThat(texts(read("15-correction-too-long.jsonl")))
                .singleElement()
                .asString()
                .hasSize(20_500);
    }

    @Test
    void case16IndentationIsKept() throws IOException {
        assertThat(texts(read("16-correction-indentation.jsonl"))).containsExactly("    return x\n        y");
    }

    @Test
    void case17LongPromptsAndShortOnesAreAllRead() throws IOException {
        ReadFile read = read("17-long-prompts-starve-short.jsonl");

        assertThat(read.items()).hasSize(128);
        assertThat(read.refusals()).isEmpty();
    }

    private static List<String> texts(ReadFile read) {
        return read.conversations().stream()
                .flatMap(conversation -> conversation.responses().stream())
                .map(Response::text)
                .toList();
    }

    private static ReadFile read(String name) throws IOException {
        return ReadFile.of(SharedData.file("cases/import/" + name));
    }
}
