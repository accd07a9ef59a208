package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.ArrayList;
import java.util.List;

/** TRL's unpaired preferences: a label for each answer; a comparison labels both of its answers. */
final class TrlKtoWriter implements WrittenFormat {
    @Override
    public String name() {
        return "trl-kto";
    }

    @Override
    public String label() {
        return "TRL unpaired preferences (KTO)";
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
                new Column("label", Type.FLAG),
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
                "Margins, ties, rankings, ratings and demonstrations.",
                "Which model gave an answer, and kept metadata.");
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return Learned.conversation(item, losses).stream()
                .flatMap(conversation -> rows(conversation, losses).stream())
                .toList();
    }

    private static List<ObjectNode> rows(Item.Conversation conversation, Losses losses) {
        List<ObjectNode> rows = new ArrayList<>();
        for (Decision decision : conversation.decisions()) {
            switch (decision) {
                case Decision.Labelled d -> rows.add(row(conversation, d.response(), d.good(), d.facts()));
                case Decision.Preferred d -> {
                    rows.add(row(conversation, d.chosen(), true, d.facts()));
                    rows.add(row(conversation, d.rejected(), false, d.facts()));
                    losses.add(
                            "A comparison became two labels: which answer was compared with which is not in the file.");
                }
                case Decision.BothBad d -> {
                    rows.add(row(conversation, d.first(), false, d.facts()));
                    rows.add(row(conversation, d.second(), false, d.facts()));
                }
                case Decision.Tied d -> losses.add("A tie says neither good nor bad and is not in the file.");
                case Decision.Ranked d -> losses.add("A ranking says neither good nor bad and is not in the file.");
                case Decision.Rated d -> losses.add("A rating of one answer is not in the file.");
                case Decision.Written d -> losses.add("A demonstration is not in the file.");
                case Decision.Corrected d -> losses.add("A correction is not in the file.");
            }
        }
        if (conversation.decisions().isEmpty()) {
            losses.add("An item without a decision about an answer is not in the file.");
        }
        return rows;
    }

    private static ObjectNode row(Item.Conversation conversation, int response, boolean good, Facts facts) {
        ObjectNode row = Json.NODES.objectNode();
        row.set("prompt", Nodes.turns(conversation.prompt()));
        row.set("completion", Nodes.answer(Learned.text(conversation, response)));
        row.put("label", good);
        facts.weight().ifPresent(weight -> row.put("weight", weight));
        facts.id().ifPresent(group -> row.put("group", group));
        Nodes.origin(row, conversation.origin());
        return row;
    }
}
