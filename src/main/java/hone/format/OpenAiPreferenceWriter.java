package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** OpenAI's preferences: a conversation, the better answer and the worse. */
final class OpenAiPreferenceWriter implements WrittenFormat {
    @Override
    public String name() {
        return "openai-preference";
    }

    @Override
    public String label() {
        return "OpenAI preferences (DPO)";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("input", new Type.Struct(List.of(new Column("messages", Type.MESSAGES)))),
                new Column("preferred_output", Type.MESSAGES),
                new Column("non_preferred_output", Type.MESSAGES)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "Who decided, when, for how long, why and by which guideline.",
                "Margins and weights, ties, ratings, labels and demonstrations.",
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
            losses.add(Learned.NO_PAIR);
        }
        return Learned.pairs(conversation, losses).stream()
                .map(pair -> row(conversation, pair))
                .toList();
    }

    private static ObjectNode row(Item.Conversation conversation, Learned.Pair pair) {
        ObjectNode row = Json.NODES.objectNode();
        row.putObject("input").set("messages", Nodes.turns(conversation.prompt()));
        row.set("preferred_output", Nodes.answer(pair.chosen()));
        row.set("non_preferred_output", Nodes.answer(pair.rejected()));
        return row;
    }
}
