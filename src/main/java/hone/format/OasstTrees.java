package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message tree of Open Assistant: {@code {"message_tree_id", "prompt": {text, role: "prompter", replies: [{text, role:
 * "assistant", rank, replies: …}]}}}, or its root alone. Each question in it with replies becomes a conversation: the way from the
 * root down to it is the prompt, its replies are the responses, best rank first. Deleted messages are left out with what follows them.
 */
final class OasstTrees implements Format {
    @Override
    public String name() {
        return "oasst-trees";
    }

    @Override
    public String label() {
        return "Open Assistant trees";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after("prompt", "the tree: questions, replies and their ranks", "replies", "the same");
    }

    @Override
    public Match match(ObjectNode row) {
        // A message without replies is a row of a flat export, not a tree.
        return isQuestion(row.path("prompt")) || (isQuestion(row) && row.has("replies")) ? Match.CERTAIN : Match.NONE;
    }

    private static boolean isQuestion(JsonNode node) {
        return node.isObject()
                && node.path("text").isTextual()
                && node.path("role").asText("").equals("prompter");
    }

    @Override
    public List<Item> read(RowFields row) {
        JsonNode root = isQuestion(row.object()) ? row.object() : row.take("prompt");
        // What else a tree and its messages say is known: reviews, labels, emojis, times.
        row.object().fieldNames().forEachRemaining(row::take);
        if (!isQuestion(root)) {
            throw new RefusedRow("Not a message tree.", "Its root is a message of the role prompter.");
        }
        List<Item> items = new ArrayList<>();
        question(root, List.of(), items);
        if (items.isEmpty()) {
            throw new RefusedRow("The tree has no question with replies.", "");
        }
        return items;
    }

    private static void question(JsonNode node, List<Message> before, List<Item> items) {
        if (node.path("deleted").asBoolean(false)) {
            return;
        }
        List<Message> turns =
                and(before, Message.user(Texts.text(node.path("text").asText(""), "message")));
        List<OasstReplies.Reply> replies = new ArrayList<>();
        List<Item> deeper = new ArrayList<>();
        for (JsonNode reply : node.path("replies")) {
            if (!reply.path("role").asText("").equals("assistant")
                    || reply.path("deleted").asBoolean(false)) {
                continue;
            }
            String text = Texts.answer(reply.path("text").asText(""), "answer");
            replies.add(OasstReplies.Reply.of(reply, text));
            for (JsonNode next : reply.path("replies")) {
                if (isQuestion(next)) {
                    question(next, and(turns, Message.assistant(text)), deeper);
                }
            }
        }
        if (!replies.isEmpty()) {
            items.add(OasstReplies.item(turns, replies, node));
        }
        items.addAll(deeper);
    }

    private static List<Message> and(List<Message> turns, Message turn) {
        List<Message> longer = new ArrayList<>(turns);
        longer.add(turn);
        return longer;
    }
}
