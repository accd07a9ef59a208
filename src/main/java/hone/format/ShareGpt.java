package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ShareGPT's conversations: {@code {conversations: [{from, value}…]}}, with {@code chosen} and {@code rejected} as turns of the same
 * kind where it is a pair.
 */
final class ShareGpt implements Format {
    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("human", "user"),
            Map.entry("user", "user"),
            Map.entry("gpt", "assistant"),
            Map.entry("chatgpt", "assistant"),
            Map.entry("assistant", "assistant"),
            Map.entry("bot", "assistant"),
            Map.entry("model", "assistant"),
            Map.entry("bing", "assistant"),
            Map.entry("bard", "assistant"),
            Map.entry("system", "system"));

    private static final Set<String> READ = Set.of("role", "content");

    @Override
    public String name() {
        return "sharegpt";
    }

    @Override
    public String label() {
        return "ShareGPT conversations";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "conversations", "the conversation; the assistant’s last turn is a demonstration",
                "system", "the system turn",
                "chosen", "the better answer",
                "rejected", "the worse answer");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.path(field(row)).path(0).has("from") ? Match.CERTAIN : Match.NONE;
    }

    private static String field(ObjectNode row) {
        return row.hasNonNull("conversations")
                ? "conversations"
                : row.hasNonNull("conversation") ? "conversation" : "messages";
    }

    @Override
    public List<Item> read(RowFields row) {
        Origin origin = row.origin("id", "conversation_id");
        String field = field(row.object());
        List<Message> turns = Prompts.withSystem(row.optionalText("system"), turns(row.takeTree(field), field, row));
        if (!row.has("chosen")) {
            return Demonstrations.of(turns, field, row, origin);
        }
        List<Message> prompt = Turns.prompt(turns, field);
        return List.of(Pairs.decided(row, prompt, answer(row, "chosen"), answer(row, "rejected"), origin));
    }

    private static String answer(RowFields row, String field) {
        JsonNode value = row.takeTree(field);
        if (value.isTextual() || value.isMissingNode()) {
            return row.answer(field);
        }
        JsonNode turns = value.isArray() ? value : Json.NODES.arrayNode().add(value);
        return Prompts.onlyAnswer(turns(turns, field, row), field);
    }

    /** The same turns by the names that {@link Turns} reads. */
    private static List<Message> turns(JsonNode conversation, String field, RowFields row) {
        if (!conversation.isArray()) {
            throw new RefusedRow(
                    "The field “" + Texts.shown(field) + "” is not a list of messages.",
                    "Each is an object with “from” and “value”.");
        }
        var messages = Json.NODES.arrayNode();
        int number = 0;
        for (JsonNode said : conversation) {
            number++;
            String from = said.path("from").asText("");
            String role = ROLES.get(from);
            if (role == null) {
                throw new RefusedRow(
                        "A turn is from human, gpt or system.",
                        "Message " + number + " is from “" + Texts.shown(from) + "”.");
            }
            ObjectNode message = Json.NODES.objectNode();
            message.put("role", role);
            message.set("content", said.path("value"));
            said.properties().forEach(other -> {
                if (!other.getKey().equals("from") && !other.getKey().equals("value")) {
                    message.set(
                            READ.contains(other.getKey()) ? other.getKey() + " " : other.getKey(), other.getValue());
                }
            });
            messages.add(message);
        }
        return Turns.of(messages, field, row, READ);
    }
}
