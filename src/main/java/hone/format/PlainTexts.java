package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Text to pre-train on: {@code {text}}, or a file of nothing but text. */
final class PlainTexts implements Format {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String label() {
        return "Text to pre-train on";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after("text", "a text");
    }

    @Override
    public Match match(ObjectNode row) {
        if (!row.path("text").isTextual()) {
            return Match.NONE;
        }
        return row.size() == 1 ? Match.CERTAIN : Match.POSSIBLE;
    }

    @Override
    public List<Item> read(RowFields row) {
        return List.of(new Item.PlainText(text(row), row.origin("id"), Map.of()));
    }

    static String text(RowFields row) {
        String typed = row.take("text").asText("");
        String text = Texts.storable(typed, "text");
        if (text.isBlank()) {
            throw new RefusedRow("A text is empty.", "It is the text.");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.PLAIN_TEXT_BYTES_MAX) {
            throw new RefusedRow(
                    "A text to pre-train on is longer than " + (Limits.PLAIN_TEXT_BYTES_MAX >> 10) + " KiB.",
                    "It has " + (bytes >> 10) + " KiB; split it.");
        }
        return text;
    }
}
