package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** TRL's conversations for supervised fine-tuning: what was said, with the demonstration as the last turn. */
final class TrlMessagesWriter implements WrittenFormat {
    @Override
    public String name() {
        return "trl-messages";
    }

    @Override
    public String label() {
        return "TRL messages (SFT)";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.PARQUET, Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("messages", Type.MESSAGES),
                new Column("id", Type.TEXT),
                new Column("dataset", Type.TEXT),
                new Column("license", Type.TEXT),
                new Column("language", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "Who decided, when, for how long, why and by which guideline.",
                "Weights, comparisons, rankings, ratings and labels.",
                "Which turns are learned: TRL learns from each turn of the assistant, earlier ones too.",
                "Which model gave an answer, and kept metadata.");
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
        row.set(
                "messages",
                Nodes.turns(conversation.prompt()).add(Nodes.turn(Message.assistant(demonstration.text()))));
        Nodes.origin(row, conversation.origin());
        return row;
    }
}
