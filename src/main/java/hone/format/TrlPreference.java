package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;

/**
 * TRL's preferences: {@code {prompt, chosen, rejected}}, each a text or turns, or {@code {chosen, rejected}} alone as whole
 * conversations that share their beginning. Sets that were made of scores have {@code score_chosen} and {@code score_rejected} too,
 * and {@code messages}, which says what {@code chosen} says.
 */
final class TrlPreference implements Format {
    @Override
    public String name() {
        return "trl-preference";
    }

    @Override
    public String label() {
        return "TRL preferences";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "what was asked",
                "system", "the system turn",
                "chosen", "the better answer",
                "rejected", "the worse answer",
                "margin", "by how much it is better",
                "weight", "its weight in training",
                "group", "which pairs are one decision",
                "score_chosen", "a rating of the better answer",
                "score_rejected", "a rating of the worse answer");
    }

    @Override
    public Match match(ObjectNode row) {
        JsonNode chosen = row.path("chosen");
        JsonNode rejected = row.path("rejected");
        if (isMissing(chosen) || isMissing(rejected)) {
            return Match.NONE;
        }
        if (row.hasNonNull("prompt")) {
            return Match.CERTAIN;
        }
        return chosen.isArray() && rejected.isArray() ? Match.LIKELY : Match.NONE;
    }

    private static boolean isMissing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    @Override
    public List<Item> read(RowFields row) {
        Origin origin = row.origin("prompt_id", "id");
        if (row.has("prompt")) {
            List<Message> prompt = Prompts.of(row, "prompt");
            leaveOutRepetition(row);
            return List.of(Pairs.decided(
                    row,
                    prompt,
                    Prompts.answer(row, "chosen", prompt),
                    Prompts.answer(row, "rejected", prompt),
                    origin));
        }
        List<Message> chosen = row.turns("chosen");
        List<Message> rejected = row.turns("rejected");
        leaveOutRepetition(row);
        return List.of(ofConversations(row, chosen, rejected, origin));
    }

    /** Two conversations that are the same up to their last turns. */
    static Item ofConversations(RowFields row, List<Message> chosen, List<Message> rejected, Origin origin) {
        Fork fork = Fork.of(chosen, "chosen", rejected, "rejected");
        return Pairs.decided(row, fork.prompt(), fork.first(), fork.second(), origin);
    }

    private static void leaveOutRepetition(RowFields row) {
        if (row.has("messages")
                && row.object().path("messages").equals(row.object().path("chosen"))) {
            row.leaveOut("messages");
        }
    }
}
