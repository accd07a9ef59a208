package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** TRL's prompts and completions: only the completion is learned. */
final class TrlPromptCompletionWriter implements WrittenFormat {
    @Override
    public String name() {
        return "trl-prompt-completion";
    }

    @Override
    public String label() {
        return "TRL prompts and completions";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.PARQUET, Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("prompt", Type.MESSAGES),
                new Column("completion", Type.MESSAGES),
                new Column("weight", Type.NUMBER),
                new Column("id", Type.TEXT),
                new Column("dataset", Type.TEXT),
                new Column("license", Type.TEXT),
                new Column("language", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "Who decided, when, for how long, why and by which guideline.",
                "Comparisons, rankings, ratings and labels.",
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
        row.set("prompt", Nodes.turns(conversation.prompt()));
        row.set("completion", Nodes.answer(demonstration.text()));
        demonstration.facts().weight().ifPresent(weight -> row.put("weight", weight));
        Nodes.origin(row, conversation.origin());
        return row;
    }
}
