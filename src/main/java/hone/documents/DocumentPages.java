package hone.documents;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.imports.Documents;
import hone.web.NotFound;
import hone.web.Sql;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What the pages about documents show: fifty at a time by their ids, so that the thousandth page costs as much as the first. */
@ApplicationScoped
class DocumentPages {
    private static final int ROWS = 50;
    private static final int IMPORTS_MAX = 100;
    private static final int DATASETS_MAX = 50;
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    private static final String LINE = """
            select d.id, left(d.text, 400) as beginning, length(d.text) as characters, d.metadata ->> 'title' as title,
                   d.source, d.language, d.row_number, b.id as import_id, b.file_name
            from document d join import_batch b on b.id = d.import_id where d.project_id = ? and %s""".formatted(Documents.COUNT);

    private final Sql sql;

    DocumentPages(Sql sql) {
        this.sql = sql;
    }

    @CheckedTemplate(basePath = "documents")
    static class Templates {
        static native TemplateInstance list(Listed listed);

        static native TemplateInstance document(Shown shown);
    }

    /** A document in the list. */
    record Line(
            UUID id,
            String beginning,
            long characters,
            Optional<String> title,
            Optional<String> source,
            Optional<String> language,
            long row,
            UUID importId,
            String file) {}

    /** An import that brought documents. */
    record Source(UUID id, String file, long documents) {}

    /**
     * A page of the list.
     *
     * @param chosen the import that alone is shown
     * @param later it is not the first page
     */
    record Listed(
            List<Line> lines, Optional<UUID> next, List<Source> imports, Optional<UUID> chosen, Optional<UUID> later) {
        public boolean isFrom(UUID one) {
            return chosen.filter(one::equals).isPresent();
        }

        /** As an address has it. */
        public String of() {
            return chosen.map(UUID::toString).orElse("");
        }
    }

    /**
     * One of them.
     *
     * @param said what was kept beside it, by name
     * @param datasets the numbers of those that hold it, the newest first
     */
    record Shown(Line line, Text text, Map<String, String> said, List<Long> datasets) {}

    /** @param license as its source writes it */
    record Text(
            String whole,
            Optional<String> sourceId,
            Optional<String> license,
            Instant at,
            boolean takenBack,
            boolean deleted) {}

    Listed list(UUID project, Optional<UUID> ofImport, Optional<UUID> after) {
        List<Line> found = ofImport.isEmpty()
                ? sql.list(
                        LINE + " and d.id < ? order by d.id desc limit " + (ROWS + 1),
                        DocumentPages::line,
                        project,
                        after.orElse(LAST))
                : sql.list(
                        LINE + " and d.import_id = ? and d.id > ? order by d.id limit " + (ROWS + 1),
                        DocumentPages::line,
                        project,
                        ofImport.get(),
                        after.orElse(FIRST));
        List<Line> shown = found.subList(0, Math.min(ROWS, found.size()));
        return new Listed(
                shown,
                found.size() > ROWS ? Optional.of(shown.getLast().id()) : Optional.empty(),
                imports(project),
                ofImport,
                after);
    }

    private List<Source> imports(UUID project) {
        return sql.list(
                "select id, file_name, documents_new from import_batch where project_id = ? and documents_new > 0 order by id desc limit "
                        + IMPORTS_MAX,
                c -> new Source(c.id("id"), c.text("file_name"), c.number("documents_new")),
                project);
    }

    private static Line line(Sql.Cells c) throws SQLException {
        return new Line(
                c.id("id"),
                c.text("beginning").strip(),
                c.number("characters"),
                c.maybeText("title"),
                c.maybeText("source"),
                c.maybeText("language"),
                c.number("row_number"),
                c.id("import_id"),
                c.text("file_name"));
    }

    /** @throws NotFound where the project has no such document */
    Shown document(UUID project, UUID id) {
        List<Long> datasets = datasets(id);
        return sql.first(
                        """
                        select d.id, left(d.text, 400) as beginning, length(d.text) as characters, d.metadata ->> 'title' as title,
                               d.source, d.language, d.row_number, b.id as import_id, b.file_name, d.text, d.source_id, d.license,
                               coalesce(d.metadata, '{}') as metadata, d.created_at, d.taken_back_at is not null as taken_back,
                               d.deleted_at is not null as deleted
                        from document d join import_batch b on b.id = d.import_id where d.id = ? and d.project_id = ?""",
                        c -> new Shown(
                                line(c),
                                new Text(
                                        c.text("text"),
                                        c.maybeText("source_id"),
                                        c.maybeText("license"),
                                        c.time("created_at"),
                                        c.flag("taken_back"),
                                        c.flag("deleted")),
                                said(c.text("metadata")),
                                datasets),
                        id,
                        project)
                .orElseThrow(() -> new NotFound("document " + id));
    }

    private static Map<String, String> said(String metadata) {
        Map<String, String> said = new TreeMap<>();
        Wire.read(metadata, JsonNode.class)
                .properties()
                .forEach(field -> said.put(
                        field.getKey(),
                        field.getValue().isTextual()
                                ? field.getValue().textValue()
                                : field.getValue().toString()));
        return said;
    }

    private List<Long> datasets(UUID document) {
        return sql.list("""
                select distinct s.number from dataset_member m join dataset s on s.id = m.dataset_id
                where m.document_id = ? order by s.number desc limit %d""".formatted(DATASETS_MAX), c -> c.number("number"), document);
    }
}
