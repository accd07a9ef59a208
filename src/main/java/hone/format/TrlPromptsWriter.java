package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** TRL's prompts alone, for methods that sample answers themselves. */
final class TrlPromptsWriter implements WrittenFormat {
    @Override
    public String name() {
        return "trl-prompts";
    }

    @Override
    public String label() {
        return "TRL prompts";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.PARQUET, Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("prompt", Type.MESSAGES),
                new Column("id", Type.TEXT),
                new Column("dataset", Type.TEXT),
                new Column("license", Type.TEXT),
                new Column("language", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of("Answers, and everything that was decided about them.", "Kept metadata.");
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return Learned.conversation(item, losses).stream()
                .map(conversation -> row(conversation, losses))
                .toList();
    }

    private static ObjectNode row(Item.Conversation conversation, Losses losses) {
        if (!conversation.responses().isEmpty() || !conversation.decisions().isEmpty()) {
            losses.add("Answers and decisions are not in the file.");
        }
        ObjectNode row = Json.NODES.objectNode();
        row.set("prompt", Nodes.turns(conversation.prompt()));
        Nodes.origin(row, conversation.origin());
        return row;
    }
}
