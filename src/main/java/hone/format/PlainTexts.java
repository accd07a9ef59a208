package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Text to pre-train on: {@code {text}} with what corpora say beside it (title, url, meta, source …), or a file of nothing but text.
 */
final class PlainTexts implements Format {
    /** What corpora say of a text, mostly in words: none of it is text to learn, all of it is kept. */
    private static final List<String> SAID_OF_IT = List.of(
            "title",
            "url",
            "meta",
            "author",
            "domain",
            "subset",
            "dump",
            "path",
            "file_path",
            "date",
            "added",
            "created",
            "published");

    private static final Set<String> ORIGIN =
            Set.of("id", "dataset", "source", "license", "licence", "lang", "language");

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
        Map<String, String> fields = OriginFields.after("text", "a text", "source", "the source");
        fields.put("metadata", "kept with the text");
        SAID_OF_IT.forEach(name -> fields.put(name, "kept with the text"));
        return fields;
    }

    @Override
    public Match match(ObjectNode row) {
        if (!row.path("text").isTextual()) {
            return Match.NONE;
        }
        if (row.size() == 1) {
            return Match.CERTAIN;
        }
        boolean corpus = row.properties().stream()
                .allMatch(field -> field.getKey().equals("text")
                        || ORIGIN.contains(field.getKey())
                        || SAID_OF_IT.contains(field.getKey())
                        || field.getKey().equals("metadata")
                        || !UnaskedFields.holdsText(field.getValue())
                        || UnaskedFields.isFact(field.getKey(), field.getValue()));
        return corpus ? Match.LIKELY : Match.POSSIBLE;
    }

    @Override
    public List<Item> read(RowFields row) {
        String text = text(row);
        Origin origin = row.origin("id");
        if (origin.source().isEmpty()) {
            origin = origin.withSource(row.fact("source"));
        }
        for (String name : SAID_OF_IT) {
            keep(row, name, row.take(name));
        }
        return List.of(new Item.PlainText(text, origin, metadata(row)));
    }

    private static void keep(RowFields row, String name, JsonNode value) {
        if (!value.isMissingNode() && !UnaskedFields.holdsNothing(value)) {
            row.keep(name, value);
        }
    }

    /** As Hone writes it: an object with a field for each thing that is kept. Anything else of this name is kept as it is. */
    private static Map<String, JsonNode> metadata(RowFields row) {
        JsonNode value = row.take("metadata");
        Map<String, JsonNode> metadata = new LinkedHashMap<>();
        Optional<JsonNode> object = value.isTextual() ? Json.object(value.textValue()) : Optional.of(value);
        if (object.filter(JsonNode::isObject).isEmpty()) {
            keep(row, "metadata", value);
            return metadata;
        }
        for (Map.Entry<String, JsonNode> field : object.get().properties()) {
            metadata.put(field.getKey(), UnaskedFields.storable(field.getKey(), field.getValue()));
        }
        return metadata;
    }

    static String text(RowFields row) {
        return checked(row.take("text").asText(""));
    }

    /** It becomes one frozen row, so what counts is what it takes there. */
    static String checked(String typed) {
        String text = Texts.storable(typed, "text");
        if (text.isBlank()) {
            throw new RefusedRow("A text is empty.", "It is the text.");
        }
        // No character takes more than six bytes in JSON.
        int bytes = text.length() * 6L <= Limits.PLAIN_TEXT_BYTES_MAX ? text.length() : Wire.bytes(text).length;
        if (bytes > Limits.PLAIN_TEXT_BYTES_MAX) {
            throw new RefusedRow(
                    "A text to pre-train on is longer than " + (Limits.PLAIN_TEXT_BYTES_MAX >> 10) + " KiB.",
                    "It has " + (bytes >> 10) + " KiB; split it.");
        }
        return text;
    }
}
