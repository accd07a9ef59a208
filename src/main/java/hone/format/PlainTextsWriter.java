package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** Texts to pre-train on, as corpora are published: a row a text, with where it is from. */
final class PlainTextsWriter implements WrittenFormat {
    static final String CONVERSATION =
            "A prompt with its answers is not in the file, which holds texts to pre-train on.";
    static final String NO_CONVERSATION = "Prompts, answers, and everything that was decided about them.";

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String label() {
        return "Texts to pre-train on";
    }

    @Override
    public Contents contents() {
        return Contents.TEXTS;
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.PARQUET, Container.CSV, Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("text", Type.TEXT),
                new Column("id", Type.TEXT),
                new Column("dataset", Type.TEXT),
                new Column("license", Type.TEXT),
                new Column("language", Type.TEXT),
                new Column("metadata", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(NO_CONVERSATION);
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return switch (item) {
            case Item.Conversation conversation -> {
                losses.add(CONVERSATION);
                yield List.of();
            }
            case Item.PlainText text -> List.of(row(text));
        };
    }

    private static ObjectNode row(Item.PlainText text) {
        ObjectNode row = Json.NODES.objectNode();
        row.put("text", text.text());
        Nodes.origin(row, text.origin());
        if (!text.metadata().isEmpty()) {
            ObjectNode metadata = Json.NODES.objectNode();
            text.metadata().forEach(metadata::set);
            row.put("metadata", LinesOut.json(metadata));
        }
        return row;
    }
}
