package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.ArrayList;
import java.util.List;

/** HH-RLHF's pairs of transcripts. */
final class HhTextWriter implements WrittenFormat {
    @Override
    public String name() {
        return "hh-rlhf";
    }

    @Override
    public String label() {
        return "HH-RLHF transcripts";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.PARQUET);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("chosen", Type.TEXT),
                new Column("rejected", Type.TEXT),
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
                "System turns, ties, ratings, labels and demonstrations.",
                "A text in which a line begins like a turn: Human: or Assistant:.",
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
        if (conversation.prompt().getFirst().role().equals("system")) {
            losses.add("A conversation with a system turn is not in the file: a transcript has none.");
            return List.of();
        }
        List<ObjectNode> rows = new ArrayList<>();
        for (Learned.Pair pair : Learned.pairs(conversation, losses)) {
            if (Transcript.holds(conversation.prompt(), pair.chosen(), pair.rejected())) {
                rows.add(row(conversation, pair));
            } else {
                losses.add("A text in which a line begins like a turn is not in the file.");
            }
        }
        return rows;
    }

    private static ObjectNode row(Item.Conversation conversation, Learned.Pair pair) {
        ObjectNode row = Json.NODES.objectNode();
        row.put("chosen", Transcript.text(conversation.prompt(), pair.chosen()));
        row.put("rejected", Transcript.text(conversation.prompt(), pair.rejected()));
        pair.margin().ifPresent(margin -> row.put("margin", margin));
        pair.facts().weight().ifPresent(weight -> row.put("weight", weight));
        pair.facts().id().ifPresent(group -> row.put("group", group));
        Nodes.origin(row, conversation.origin());
        return row;
    }
}
