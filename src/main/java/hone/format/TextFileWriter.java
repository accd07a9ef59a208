package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;
import java.util.regex.Pattern;

/** Texts to pre-train on as a file of nothing but text, a blank line between two. */
final class TextFileWriter implements WrittenFormat {
    private static final Pattern BLANK_LINE = Pattern.compile("\\n[ \\t]*\\n");

    @Override
    public String name() {
        return "text-file";
    }

    @Override
    public String label() {
        return "Texts to pre-train on, without anything else";
    }

    @Override
    public Contents contents() {
        return Contents.TEXTS;
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.TEXT);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(new Column("text", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                PlainTextsWriter.NO_CONVERSATION, "Where a text is from, kept metadata, and blanks around a text.");
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return switch (item) {
            case Item.Conversation conversation -> {
                losses.add(PlainTextsWriter.CONVERSATION);
                yield List.of();
            }
            case Item.PlainText text -> List.of(row(text.text(), losses));
        };
    }

    private static ObjectNode row(String text, Losses losses) {
        if (BLANK_LINE.matcher(text.strip()).find()) {
            losses.add("A text with a blank line inside is read as several texts.");
        }
        return Json.NODES.objectNode().put("text", text);
    }
}
