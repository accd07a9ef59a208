package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HonePromptsTest {
    @Test
    void aPromptAloneIsOneTurnOfThePerson() {
        assertThat(ReadFile.taken("prompts", "{\"prompt\": \"How much is 1 + 1?\", \"id\": 7}")
                        .items())
                .containsExactly(new Item.Conversation(
                        List.of(Message.user("How much is 1 + 1?")), List.of(), List.of(), Origin.ofId("7"), Map.of()));
    }

    @Test
    void answersAreTextsOrObjectsThatSayHowTheyWereSampled() {
        List<Response> responses = responses("""
                {"prompt": "q", "answers": ["a", {"text": "b", "model": "hone-base", "seed": 3, "temperature": 1, "top_p": 0.9, "ended": false}]}""");

        assertThat(responses.get(0)).isEqualTo(Response.of("a"));
        assertThat(responses.get(1).model()).contains("hone-base");
        assertThat(responses.get(1).sampling()).contains(new Response.Sampling(3, 1, 0.9, false));
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
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"temperature\":1e999}]}|The field “temperature” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"temperature\":NaN}]}|The field “temperature” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"top_p\":\"0.9\"}]}|The field “top_p” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"top_p\":0}]}|The field “top_p” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"ended\":\"no\"}]}|The field “ended” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"model\":7}]}|The field “model” of an answer can’t be so.",
                "{\"prompt\":\"q\",\"answers\":[{\"text\":\"a\",\"rank\":-1}]}|The field “rank” of an answer can’t be so.",
                "{\"messages\":[\"a\"]}|A role is system, user or assistant.",
                "{\"prompt\":\"q\",\"answers\":\"a\"}|Answers are a list of at most 20.",
                "{\"prompt\":\"q\",\"answers\":[7]}|An answer is a text, or an object with text.",
                "{\"prompt\":\"q\",\"answers\":[null]}|An answer is a text, or an object with text.",
                "{\"prompt\":\"q\",\"note\":Infinity}|A field holds something that can’t be kept.",
                "{\"a\":1} trailing|Not JSON."
            })
    void aLineThatCannotBeTakenSaysWhy(String line, String reason) {
        assertThat(ReadFile.refused("prompts", line).reason()).isEqualTo(reason);
    }

    @Test
    void whatHoldsNothingIsLeftOutAndWhatIsAFactIsKept() {
        Outcome.Taken row = ReadFile.taken(
                "prompts",
                "{\"prompt\": \"q\", \"score\": 0.5, \"tags\": [], \"lang\": \"en\", \"note\": \" \", \"gap\": NaN, \"answers\": [{\"text\": \"a\", \"rank\": 1, \"votes\": 3}]}");

        Item.Conversation item = (Item.Conversation) row.items().getFirst();
        assertThat(row.leftOut()).containsExactlyInAnyOrder("tags", "note", "gap");
        assertThat(row.kept()).containsExactlyInAnyOrder("score", "an answer: votes");
        assertThat(item.metadata().keySet()).containsExactlyInAnyOrder("score", "Answer 1: votes");
        assertThat(item.origin().language()).contains("en");
        assertThat(item.responses().getFirst().rank()).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void textPartsAreOneTextAndAnEmptySystemTurnIsNone() {
        assertThat(prompt("""
                {"messages": [{"role": "system", "content": null}, {"role": "user", "content": [{"type": "text", "text": "Tell "}, {"type": "text", "text": "me."}]}]}""")).containsExactly(Message.user("Tell me."));
    }

    @Test
    void howAnAnswerWasSampledIsKeptWholeOrItsLossIsSaid() {
        Outcome.Taken row = ReadFile.taken(
                "prompts", "{\"prompt\": \"q\", \"answers\": [{\"text\": \"a\", \"model\": \"m\", \"seed\": 1}]}");

        Response response =
                ((Item.Conversation) row.items().getFirst()).responses().getFirst();
        assertThat(response.sampling()).isEmpty();
        assertThat(response.model()).isEqualTo(Optional.of("m"));
        assertThat(row.remarks())
                .singleElement()
                .asString()
                .startsWith("Answer 1 says only in part how it was sampled");
    }

    @Test
    void tooLongTextsAreRefusedWithTheirLength() {
        RefusedRow refused = ReadFile.refused("prompts", "{\"prompt\":\"" + "a".repeat(32_001) + "\"}");

        assertThat(refused.reason()).isEqualTo("A text is longer than 32000 characters.");
        assertThat(refused.detail()).contains("32001");
    }

    @Test
    void deepNestingIsRefusedLikeAnythingUnreadable() {
        assertThat(ReadFile.refused("prompts", "{\"prompt\":" + "[".repeat(5000) + "]".repeat(5000) + "}")
                        .reason())
                .isEqualTo("Not JSON.");
    }

    @Test
    void turnsOfOneRoleInARowAreJoinedAndItIsSaidUnlessTheyAreToRefuse() {
        String row = """
                {"messages": [{"role": "user", "content": "One"}, {"role": "user", "content": "and two"}]}""";

        assertThat(prompt(row)).containsExactly(Message.user("One\n\nand two"));
        assertThat(ReadFile.taken("prompts", row).remarks())
                .singleElement()
                .asString()
                .contains("were joined");
        Outcome refused = ReadFile.row(
                Formats.named("prompts").orElseThrow(), ReadOptions.DEFAULT.with(ReadOptions.TurnsInARow.REFUSE), row);
        assertThat(((Outcome.Refused) refused).why().reason()).isEqualTo("Turns of one role follow one another.");
    }

    @Test
    void fieldsWithTextAreKeptByChoiceThoseOfPartsToo() {
        Outcome kept = ReadFile.row(
                Formats.named("prompts").orElseThrow(), ReadOptions.DEFAULT.with(ReadOptions.UnreadFields.KEEP), """
                {"prompt": "q", "note": "Ask twice.", "answers": [{"text": "a", "rationale": "kinder"}]}""");

        Item item = ((Outcome.Taken) kept).items().getFirst();
        assertThat(item.metadata().getOrDefault("note", Json.NODES.nullNode()).asText())
                .isEqualTo("Ask twice.");
        assertThat(item.metadata()
                        .getOrDefault("Answer 1: rationale", Json.NODES.nullNode())
                        .asText())
                .isEqualTo("kinder");
    }

    private static List<Message> prompt(String row) {
        return ((Item.Conversation) ReadFile.taken("prompts", row).items().getFirst()).prompt();
    }

    private static List<Response> responses(String row) {
        return ((Item.Conversation) ReadFile.taken("prompts", row).items().getFirst()).responses();
    }
}
