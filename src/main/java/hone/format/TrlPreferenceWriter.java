package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** TRL's preferences with an explicit prompt, margin and weight; pairs of one decision share their group. */
final class TrlPreferenceWriter implements WrittenFormat {
    @Override
    public String name() {
        return "trl-preference";
    }

    @Override
    public String label() {
        return "TRL preferences";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.PARQUET, Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("prompt", Type.MESSAGES),
                new Column("chosen", Type.MESSAGES),
                new Column("rejected", Type.MESSAGES),
                new Column("margin", Type.NUMBER),
                new Column("weight", Type.NUMBER),
                new Column("group", Type.TEXT),
                new Column("id", Type.TEXT),
                new Column("dataset", Type.TEXT),
                new Column("license", Type.TEXT),
                new Column("language", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "Who decided, when, for how long, why and by which guideline.",
                "Ties, ratings, labels and demonstrations.",
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
            losses.add(Learned.NO_PAIR);
        }
        return Learned.pairs(conversation, losses).stream()
                .map(pair -> row(conversation, pair))
                .toList();
    }

    private static ObjectNode row(Item.Conversation conversation, Learned.Pair pair) {
        ObjectNode row = Json.NODES.objectNode();
        row.set("prompt", Nodes.turns(conversation.prompt()));
        row.set("chosen", Nodes.answer(pair.chosen()));
        row.set("rejected", Nodes.answer(pair.rejected()));
        pair.margin().ifPresent(margin -> row.put("margin", margin));
        pair.facts().weight().ifPresent(weight -> row.put("weight", weight));
        pair.facts().id().ifPresent(group -> row.put("group", group));
        Nodes.origin(row, conversation.origin());
        return row;
    }
}
