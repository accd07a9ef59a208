package hone.imports;

import hone.imports.ImportReport.Back;
import hone.imports.ImportReport.Counts;
import hone.imports.ImportReport.How;
import hone.imports.ImportReport.Lines;
import hone.imports.ImportReport.Reason;
import hone.imports.ImportReport.Refusal;
import hone.imports.ImportReport.Refused;
import hone.imports.ImportReport.Remark;
import hone.web.LiveStream;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reports of imports, from the database. */
@ApplicationScoped
public class ImportReports {
    private static final int REFUSED_AT_A_TIME = 100;

    private final ImportBatch.Repo batches;
    private final Sql sql;

    ImportReports(ImportBatch.Repo batches, Sql sql) {
        this.batches = batches;
        this.sql = sql;
    }

    /** Newest first, without what is known of their lines. */
    public List<ImportReport> before(UUID project, UUID id, int rows) {
        List<ImportBatch> page = batches.find("projectId = ?1 and id < ?2 order by id desc", project, id)
                .page(0, rows)
                .list();
        Map<UUID, Back> backs = backs(page);
        return page.stream()
                .map(batch -> of(batch, Objects.requireNonNull(backs.get(batch.id)), Lines.NONE))
                .toList();
    }

    public ImportReport of(UUID project, UUID id) {
        ImportBatch batch = batches.of(project, id);
        List<Reason> reasons = sql.list("""
                select split_part(reason, E'\\n', 1) as fault, count(*) as lines from import_refusal where import_id = ?
                group by fault order by count(*) desc, fault""", c -> new Reason(c.text("fault"), c.number("lines")), id);
        List<Refusal> refusals = sql.list(
                """
                select line, split_part(reason, E'\\n', 1) as reason, split_part(reason, E'\\n', 2) as detail, left(row, 160) as beginning
                from import_refusal where import_id = ? order by line limit ?""",
                c -> new Refusal((int) c.number("line"), c.text("reason"), c.text("detail"), c.text("beginning")),
                id,
                ImportReport.SHOWN_MAX);
        List<Remark> remarks = sql.list(
                "select line, remark from import_remark where import_id = ? order by line, remark limit ?",
                c -> new Remark((int) c.number("line"), c.text("remark")),
                id,
                ImportReport.SHOWN_MAX);
        return of(
                batch,
                Objects.requireNonNull(backs(List.of(batch)).get(batch.id)),
                new Lines(
                        reasons,
                        refusals,
                        remarks,
                        (int) sql.number("select count(*) from import_remark where import_id = ?", id),
                        fields(id, "fields_left_out"),
                        fields(id, "fields_kept")));
    }

    private static ImportReport of(ImportBatch batch, Back back, Lines lines) {
        return new ImportReport(
                batch.id,
                batch.fileName,
                new How(batch.format, batch.choices.isDryRun(), back),
                batch.importedAt,
                batch.state(Instant.now()),
                Optional.ofNullable(batch.endedBecause).orElse(""),
                batch.linesRead,
                percent(batch),
                Counts.of(batch),
                lines);
    }

    private Map<UUID, Back> backs(List<ImportBatch> all) {
        record Found(UUID id, Back back) {}
        return sql
                .list(
                        """
                        select b.id, b.standing, b.taken_back_at, l.display_name, b.judgments_withdrawn, b.tasks_closed, b.documents_withdrawn
                        from import_batch b left join labeler l on l.id = b.taken_back_by where b.id = any(?)""",
                        c -> new Found(
                                c.id("id"),
                                new Back(
                                        Standing.of(c.text("standing")),
                                        c.maybeTime("taken_back_at"),
                                        c.text("display_name"),
                                        (int) c.number("judgments_withdrawn"),
                                        (int) c.number("tasks_closed"),
                                        (int) c.number("documents_withdrawn"))),
                        (Object) all.stream().map(batch -> batch.id).toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Found::id, Found::back));
    }

    private List<String> fields(UUID id, String column) {
        return sql.first("select %1$s from import_batch where id = ?".formatted(column), c -> c.texts(column), id)
                .orElse(List.of());
    }

    /** The state that the page of an import shows, without its lines. */
    LiveStream.Look look(UUID id) {
        return sql.first("""
                        select concat_ws(' ', lines_read, begun_at, cancel_asked_at, outcome, lease_until < now(),
                                 standing, judgments_withdrawn, tasks_closed) as version,
                               (ended_at is not null or lease_until < now()) and standing in ('stands', 'taken-back') as ended
                        from import_batch where id = ?""", c -> new LiveStream.Look(c.text("version"), c.flag("ended")), id)
                .orElseThrow();
    }

    private static Optional<Integer> percent(ImportBatch batch) {
        return batch.bytesAll == 0 ? Optional.empty() : Optional.of((int) (100 * batch.bytesRead / batch.bytesAll));
    }

    /** From the beginning of the file on, after a line. */
    public List<Refused> refused(UUID id, int afterLine, int limit) {
        return sql.list(
                "select line, reason, row from import_refusal where import_id = ? and line > ? order by line limit ?",
                c -> new Refused((int) c.number("line"), c.text("reason"), c.text("row")),
                id,
                afterLine,
                limit);
    }

    /** All of them, as a file to mend and send again. */
    public void writeRefused(UUID id, OutputStream out) throws IOException {
        List<Refused> rows = refused(id, 0, REFUSED_AT_A_TIME);
        while (!rows.isEmpty()) {
            for (Refused row : rows) {
                out.write(row.mendable().getBytes(StandardCharsets.UTF_8));
            }
            rows = refused(id, rows.getLast().line(), REFUSED_AT_A_TIME);
        }
    }
}
