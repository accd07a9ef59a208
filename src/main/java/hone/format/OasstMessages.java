package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Open Assistant's messages, a row each, with their place in the tree: {@code {message_id, parent_id, text, role, rank,
 * message_tree_id}}. The rows of a tree follow one another, in any order.
 */
final class OasstMessages implements Format.Grouped {
    @Override
    public String name() {
        return "oasst-messages";
    }

    @Override
    public String label() {
        return "Open Assistant messages";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "message_id", "the id of the row in its source",
                "parent_id", "which message it answers",
                "message_tree_id", "which rows belong together",
                "text", "a question or an answer",
                "role", "which of both",
                "rank", "its place among the answers, 0 best",
                "model_name", "the model that wrote it");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.path("message_id").isTextual()
                        && row.path("role").isTextual()
                        && row.has("parent_id")
                        && !row.has("replies")
                ? Match.CERTAIN
                : Match.NONE;
    }

    @Override
    public String groupOf(ObjectNode row) {
        return row.path("message_tree_id").asText(row.path("message_id").asText(""));
    }

    /** A message and what was said before it. */
    private record Said(JsonNode row, String role, String text, String parent) {}

    @Override
    public List<Item> read(List<RowFields> rows) {
        Map<String, Said> byId = new LinkedHashMap<>();
        for (RowFields row : rows) {
            // What else a message says is known: reviews, labels, emojis, times.
            row.object().fieldNames().forEachRemaining(row::take);
            JsonNode message = row.object();
            if (deleted(message)) {
                row.remark("A deleted message was left out, and what follows it.");
                continue;
            }
            String role = message.path("role").asText("");
            String text = role.equals("assistant")
                    ? Texts.answer(message.path("text").asText(""), "text")
                    : Texts.text(message.path("text").asText(""), "text");
            byId.put(
                    message.path("message_id").asText(""),
                    new Said(message, role, text, message.path("parent_id").asText("")));
        }
        for (RowFields row : rows) {
            String parent = row.object().path("parent_id").asText("");
            boolean root = parent.isEmpty() || parent.equals("null");
            if (!root && !byId.containsKey(parent) && !deleted(row.object())) {
                row.remark("A message whose parent is not among the rows of its tree was left out.");
            }
        }
        Map<String, List<OasstReplies.Reply>> replies = new HashMap<>();
        for (Said said : byId.values()) {
            if (said.role().equals("assistant") && byId.containsKey(said.parent())) {
                replies.computeIfAbsent(said.parent(), parent -> new ArrayList<>())
                        .add(OasstReplies.Reply.of(said.row(), said.text()));
            }
        }
        List<Item> items = new ArrayList<>();
        byId.forEach((id, said) -> {
            if (replies.containsKey(id) && said.role().equals("prompter")) {
                way(said, byId)
                        .ifPresent(turns -> items.add(OasstReplies.item(
                                Turns.joinedTurns(turns, rows.getFirst()), replies.get(id), said.row())));
            }
        });
        if (items.isEmpty()) {
            throw new RefusedRow(
                    "The tree has no question with replies.",
                    "Its messages are rows that follow one another, with the same “message_tree_id”.");
        }
        return items;
    }

    private static boolean deleted(JsonNode message) {
        JsonNode deleted = message.path("deleted");
        return deleted.asBoolean(false) || deleted.asText("").equalsIgnoreCase("true");
    }

    /** What was said from the root down to a question; empty when a message on the way is not there. */
    private static Optional<List<Message>> way(Said question, Map<String, Said> byId) {
        List<Message> turns = new ArrayList<>();
        Said said = question;
        while (true) {
            turns.addFirst(
                    said.role().equals("assistant") ? Message.assistant(said.text()) : Message.user(said.text()));
            if (turns.size() > Limits.MESSAGES_MAX) {
                throw new RefusedRow(
                        "A conversation has 1 to " + Limits.MESSAGES_MAX + " messages.",
                        "A way in this tree has more.");
            }
            if (said.parent().isEmpty() || said.parent().equals("null")) {
                return Optional.of(turns);
            }
            Said parent = byId.get(said.parent());
            if (parent == null) {
                return Optional.empty();
            }
            said = parent;
        }
    }
}
