package hone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.imports.ImportedPrompt.GivenAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A message tree of Open Assistant: {@code {"message_tree_id", "prompt": {text, role: "prompter", replies: [{text, role:
 * "assistant", rank, replies: …}]}}}, or its root alone. Each question in it with replies becomes a prompt: the way from the root
 * down to it is the conversation, its replies are the answers, best rank first. Deleted messages are left out with what follows them.
 */
final class MessageTree {
    private MessageTree() {}

    /** A message without {@code replies} is a row of a flat export, not a tree. */
    static boolean isOne(JsonNode row) {
        return isQuestion(row.path("prompt")) || (isQuestion(row) && row.has("replies"));
    }

    private static boolean isQuestion(JsonNode node) {
        return node.isObject()
                && node.path("text").isTextual()
                && node.path("role").asText().equals("prompter");
    }

    static List<ImportedPrompt> prompts(JsonNode row) {
        JsonNode root = isQuestion(row) ? row : row.path("prompt");
        List<ImportedPrompt> prompts = new ArrayList<>();
        question(root, List.of(), prompts);
        if (prompts.isEmpty()) {
            throw new RefusedRow("The tree has no question with replies.", "");
        }
        return prompts;
    }

    private static void question(JsonNode node, List<Message> before, List<ImportedPrompt> prompts) {
        if (node.path("deleted").asBoolean(false)) {
            return;
        }
        List<Message> turns =
                and(before, Message.user(RowReader.text(node.path("text").asText(""), "message")));
        List<GivenAnswer> answers = new ArrayList<>();
        List<ImportedPrompt> deeper = new ArrayList<>();
        for (JsonNode reply : node.path("replies")) {
            if (!reply.path("role").asText().equals("assistant")
                    || reply.path("deleted").asBoolean(false)) {
                continue;
            }
            String text = RowReader.answerText(reply.path("text").asText(""));
            Optional<Integer> rank =
                    Optional.of(reply.path("rank")).filter(JsonNode::isInt).map(JsonNode::intValue);
            answers.add(new GivenAnswer(text, rank, Optional.empty()));
            for (JsonNode next : reply.path("replies")) {
                if (isQuestion(next)) {
                    question(next, and(turns, Message.assistant(text)), deeper);
                }
            }
        }
        if (answers.size() > ImportLimits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "Answers are a list of at most " + ImportLimits.ANSWERS_MAX + ".",
                    "A question has " + answers.size() + ".");
        }
        if (!answers.isEmpty()) {
            answers.sort(Comparator.comparing(a -> a.rank().orElse(Integer.MAX_VALUE)));
            String id = RowReader.sourceId(node.path("message_id").asText(""));
            prompts.add(new ImportedPrompt(RowReader.conversation(turns), id, answers));
        }
        prompts.addAll(deeper);
    }

    private static List<Message> and(List<Message> turns, Message turn) {
        List<Message> longer = new ArrayList<>(turns);
        longer.add(turn);
        return longer;
    }
}
