package hone.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** OpenAI's conversations for fine-tuning: earlier turns of the assistant have the weight 0, so that only the demonstration is learned. */
final class OpenAiSftWriter implements WrittenFormat {
    @Override
    public String name() {
        return "openai-sft";
    }

    @Override
    public String label() {
        return "OpenAI fine-tuning (SFT)";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(new Column("messages", Type.MESSAGES)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "Who decided, when, for how long, why and by which guideline.",
                "Weights other than 0 and 1, comparisons, rankings, ratings and labels.",
                "Ids, sources, licences, models and kept metadata: OpenAI refuses fields that it does not know.");
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return Learned.conversation(item, losses).stream()
                .flatMap(conversation -> rows(conversation, losses).stream())
                .toList();
    }

    private static List<ObjectNode> rows(Item.Conversation conversation, Losses losses) {
        if (conversation.decisions().isEmpty()) {
            losses.add(Learned.NO_DEMONSTRATION);
        }
        return Learned.demonstrations(conversation, losses).stream()
                .map(demonstration -> row(conversation, demonstration))
                .toList();
    }

    private static ObjectNode row(Item.Conversation conversation, Learned.Demonstration demonstration) {
        ObjectNode row = Json.NODES.objectNode();
        ArrayNode messages = row.putArray("messages");
        boolean severalAnswers =
                conversation.prompt().stream().anyMatch(turn -> turn.role().equals("assistant"));
        conversation.prompt().forEach(turn -> {
            ObjectNode message = Nodes.turn(turn);
            if (turn.role().equals("assistant")) {
                message.put("weight", 0);
            }
            messages.add(message);
        });
        ObjectNode answer = Nodes.turn(Message.assistant(demonstration.text()));
        if (severalAnswers) {
            answer.put("weight", 1);
        }
        messages.add(answer);
        return row;
    }
}
