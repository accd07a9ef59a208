package hone.draft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The unsent texts that people have typed, by the form they belong to. */
@ApplicationScoped
class TextDrafts {
    /** Per person. Whoever begins more than this has long abandoned the oldest. */
    static final int KEPT_MAX = 50;

    private final Sql sql;

    TextDrafts(Sql sql) {
        this.sql = sql;
    }

    /** The place of an unsent text. */
    record Place(String place, int version, Instant savedAt) {}

    /**
     * An unsent text.
     *
     * @param writer the open page that saved it
     */
    record Text(String place, int version, String writer, Instant savedAt, Map<String, List<String>> fields) {}

    List<Place> of(UUID labeler) {
        return sql.list(
                "select place, version, saved_at from text_draft where labeler_id = ? order by saved_at desc limit ?",
                c -> new Place(c.text("place"), (int) c.number("version"), c.time("saved_at")),
                labeler,
                KEPT_MAX);
    }

    Optional<Text> at(UUID labeler, String place) {
        return sql.first(
                "select place, version, writer, saved_at, fields from text_draft where labeler_id = ? and place = ?",
                c -> new Text(
                        c.text("place"),
                        (int) c.number("version"),
                        c.text("writer"),
                        c.time("saved_at"),
                        fields(c.text("fields"))),
                labeler,
                place);
    }

    /**
     * Replaces the version that the page knows, or what the same page saved before, or an equal text.
     *
     * @param known 0 when the page knows of none
     * @return the new version; empty when another page has saved a different text
     */
    Optional<Integer> save(
            UUID labeler, String place, Map<String, List<String>> fields, int known, String writer, Instant now) {
        Optional<Integer> saved = sql.first(
                """
                        insert into text_draft (labeler_id, place, fields, version, writer, saved_at)
                        values (?, ?, cast(? as jsonb), ? + 1, ?, ?)
                        on conflict (labeler_id, place) do update set fields = excluded.fields,
                          version = text_draft.version + 1, writer = excluded.writer, saved_at = excluded.saved_at
                        where text_draft.version = ? or text_draft.writer = excluded.writer
                          or text_draft.fields = excluded.fields
                        returning version""", c -> (int) c.number("version"), labeler, place, Wire.write(fields), known, writer, now, known);
        if (known == 0 && saved.isPresent()) {
            sql.run("""
                    delete from text_draft where labeler_id = ? and place in
                      (select place from text_draft where labeler_id = ? order by saved_at desc, place offset ?)""", labeler, labeler, KEPT_MAX);
        }
        return saved;
    }

    /** The form was sent, or its text given up. What another page has saved since stays. */
    void drop(UUID labeler, String place, int version, String writer) {
        sql.run(
                "delete from text_draft where labeler_id = ? and place = ? and (version <= ? or writer = ?)",
                labeler,
                place,
                version,
                writer);
    }

    static Map<String, List<String>> fields(String json) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (Wire.read(json, JsonNode.class) instanceof ObjectNode named) {
            named.properties().forEach(field -> {
                if (field.getValue() instanceof ArrayNode values) {
                    fields.put(
                            field.getKey(),
                            values.valueStream().map(JsonNode::asText).toList());
                }
            });
        }
        return fields;
    }
}
