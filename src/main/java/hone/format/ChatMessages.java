package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files for fine-tuning, as OpenAI and TRL take them: {@code {messages: [{role, content, weight?}…]}}. A weight of 0 says that a
 * turn of the assistant is not learned; as soon as a row has one, its weights say what is learned, and not what was chosen.
 */
final class ChatMessages implements Format {
    private static final Set<String> READ = Set.of("role", "content", "weight");

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public String label() {
        return "Messages (OpenAI or TRL fine-tuning)";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "messages", "the conversation; the assistant’s last turn is a demonstration",
                "conversation", "the same",
                "system", "the system turn");
    }

    @Override
    public Match match(ObjectNode row) {
        JsonNode messages = row.hasNonNull("messages") ? row.path("messages") : row.path("conversation");
        if (!messages.isArray() || messages.isEmpty() || row.hasNonNull("prompt") || row.hasNonNull("answers")) {
            return Match.NONE;
        }
        JsonNode last = messages.path(messages.size() - 1);
        if (!last.path("role").isTextual()) {
            return Match.NONE;
        }
        return last.path("role").textValue().equals("assistant") ? Match.CERTAIN : Match.POSSIBLE;
    }

    @Override
    public List<Item> read(RowFields row) {
        String field = row.firstOf("messages", "conversation")
                .orElseThrow(() -> new RefusedRow("The field “messages” is missing.", ""));
        List<Turns.Said> said = Turns.said(row.takeTree(field), field, row, READ);
        List<Message> turns = Prompts.withSystem(
                row.optionalText("system"), said.stream().map(Turns.Said::turn).toList());
        Origin origin = row.origin("id", "conversation_id");
        List<Optional<Boolean>> weights =
                said.stream().map(one -> weight(one.source())).toList();
        if (weights.stream().allMatch(Optional::isEmpty)) {
            return Demonstrations.of(turns, field, row, origin);
        }
        int before = turns.size() - said.size();
        return Demonstrations.of(
                turns, field, origin, i -> weights.get(i - before).orElse(true));
    }

    private static Optional<Boolean> weight(JsonNode message) {
        JsonNode weight = message.path("weight");
        if (weight.isMissingNode() || weight.isNull()) {
            return Optional.empty();
        }
        double value = Json.number(weight, "weight", false);
        if (value != 0 && value != 1) {
            throw new RefusedRow("The field “weight” of a message is neither 0 nor 1.", "It is " + value + ".");
        }
        return Optional.of(value == 1);
    }
}
