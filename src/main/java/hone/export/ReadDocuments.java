package hone.export;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.format.Item;
import hone.format.Origin;
import hone.imports.Documents;
import hone.web.Sql;
import hone.web.SqlSnapshot;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Texts to pre-train on, in the order in which they came. */
final class ReadDocuments implements AutoCloseable {
    /** Each may have 900 KiB. */
    private static final int AT_A_TIME = 16;

    private final SqlSnapshot.Cursor<Item> found;

    ReadDocuments(SqlSnapshot snapshot, UUID project) {
        this.found = snapshot.cursor("""
                select d.id, d.text, d.source_id, coalesce(d.source, b.file_name) as source, d.license, d.language, d.metadata
                from document d left join import_batch b on b.id = d.import_id
                where d.project_id = ? and %s order by d.id""".formatted(Documents.COUNT), AT_A_TIME, ReadDocuments::item, project);
    }

    static long count(SqlSnapshot snapshot, UUID project) {
        return snapshot.list(
                        "select count(*) as n from document d where d.project_id = ? and " + Documents.COUNT,
                        c -> c.number("n"),
                        project)
                .getFirst();
    }

    /** None at the end. */
    ReadTasks.Batch next() {
        return new ReadTasks.Batch(found.next(AT_A_TIME), 0);
    }

    private static Item item(Sql.Cells c) throws SQLException {
        Optional<String> sourceId = c.maybeText("source_id");
        String id = c.id("id").toString();
        return new Item.PlainText(
                c.text("text"),
                new Origin(
                        sourceId.or(() -> Optional.of(id)),
                        c.maybeText("source"),
                        c.maybeText("license"),
                        c.maybeText("language")),
                c.maybeText("metadata").map(ReadDocuments::metadata).orElse(Map.of()));
    }

    private static Map<String, JsonNode> metadata(String json) {
        Map<String, JsonNode> metadata = new LinkedHashMap<>();
        Wire.read(json, JsonNode.class).properties().forEach(field -> metadata.put(field.getKey(), field.getValue()));
        return metadata;
    }

    @Override
    public void close() {
        found.close();
    }
}
