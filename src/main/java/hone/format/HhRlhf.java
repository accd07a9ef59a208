package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;

/**
 * HH-RLHF's pairs of transcripts: {@code {chosen, rejected}}, the same up to the last turn of the assistant. Some sets have the
 * transcript up to there as {@code prompt} and only the answers in the other two.
 */
final class HhRlhf implements Format {
    @Override
    public String name() {
        return "hh-rlhf";
    }

    @Override
    public String label() {
        return "HH-RLHF transcripts";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "chosen", "the conversation with the better answer",
                "rejected", "the conversation with the worse answer",
                "prompt", "the conversation up to the answers");
    }

    @Override
    public Match match(ObjectNode row) {
        if (!row.path("chosen").isTextual() || !row.path("rejected").isTextual()) {
            return Match.NONE;
        }
        JsonNode first = row.hasNonNull("prompt") ? row.path("prompt") : row.path("chosen");
        return first.isTextual() && Transcript.isOne(first.textValue()) ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        Origin origin = row.origin("id", "prompt_id");
        if (!row.has("prompt")) {
            return List.of(
                    TrlPreference.ofConversations(row, transcript(row, "chosen"), transcript(row, "rejected"), origin));
        }
        String text = row.take("prompt").asText("");
        String open = "Assistant:";
        String question = text.stripTrailing().endsWith(open)
                ? text.stripTrailing().substring(0, text.stripTrailing().length() - open.length())
                : text;
        List<Message> prompt = Turns.prompt(Transcript.turns(question.stripTrailing(), "prompt", row), "prompt");
        return List.of(Pairs.decided(row, prompt, answer(row, "chosen"), answer(row, "rejected"), origin));
    }

    private static List<Message> transcript(RowFields row, String field) {
        JsonNode value = row.take(field);
        if (!value.isTextual()) {
            throw new RefusedRow("The field “" + field + "” is not a text.", "It is " + Json.kind(value) + ".");
        }
        return Transcript.turns(value.textValue(), field, row);
    }

    /** After a transcript that ends with the assistant's name a blank follows, which is none of the answer. */
    private static String answer(RowFields row, String field) {
        String answer = row.answer(field);
        return answer.startsWith(" ") ? answer.substring(1) : answer;
    }
}
