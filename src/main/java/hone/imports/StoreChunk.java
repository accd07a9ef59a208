package hone.imports;

import hone.imports.StoreRows.Remark;
import hone.imports.StoreRows.Stored;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores a stretch of a file and how far the import is, in one transaction. The import's row is written last and by columns, so
 * that whoever asks for its end waits for nobody and is not overwritten.
 */
@ApplicationScoped
class StoreChunk {
    private static final int SECONDS_MAX = 120;

    private final ImportBatch.Repo batches;
    private final StoreRows store;
    private final Sql sql;

    StoreChunk(ImportBatch.Repo batches, StoreRows store, Sql sql) {
        this.batches = batches;
        this.store = store;
        this.sql = sql;
    }

    /** Afterwards the stretch is empty. */
    void store(UUID id, ImportChunk stretch, Lines lines, String defaultModel) {
        QuarkusTransaction.requiringNew().timeout(SECONDS_MAX).run(() -> {
            ImportBatch batch = batches.findById(id);
            Stored stored = store.store(batch, stretch.given(), defaultModel);
            keepRefusals(id, stretch);
            keepRemarks(id, stretch.remarks(), stored.remarks());
            grow(id, batch.bytesAll, stretch, stored, lines);
        });
        stretch.clear();
    }

    private void keepRefusals(UUID id, ImportChunk stretch) {
        sql.runAll(
                """
                insert into import_refusal (import_id, line, reason, row) values (?, ?, ?, ?) on conflict do nothing""",
                stretch.refusals().stream()
                        .map(r -> new @Nullable Object[] {id, r.line(), r.reason(), r.row()})
                        .toList());
    }

    private void keepRemarks(UUID id, List<Remark> read, List<Remark> stored) {
        List<Remark> remarks = new ArrayList<>(read);
        remarks.addAll(stored);
        long room = remarks.isEmpty()
                ? 0
                : ImportLimits.REMARKS_MAX - sql.number("select count(*) from import_remark where import_id = ?", id);
        sql.runAll(
                "insert into import_remark (import_id, line, remark) values (?, ?, ?) on conflict do nothing",
                remarks.stream()
                        .limit(Math.max(0, room))
                        .map(r -> new @Nullable Object[] {id, r.line(), r.text()})
                        .toList());
    }

    private void grow(UUID id, long bytesAll, ImportChunk stretch, Stored stored, Lines lines) {
        sql.run(
                """
                update import_batch set prompts_new = prompts_new + ?, prompts_old = prompts_old + ?,
                  answers_new = answers_new + ?, answers_old = answers_old + ?, refused = refused + ?,
                  format = case when ? = 'trees' then 'trees' else format end,
                  fields_left_out = (select coalesce(array_agg(name order by name), '{}') from (
                    select distinct unnest(fields_left_out || string_to_array(?, E'\\n')) as name limit ?) names),
                  lines_read = ?, bytes_read = ?, lease_until = ?
                where id = ?""",
                stored.promptsNew(),
                stored.promptsOld(),
                stored.answersNew(),
                stored.answersOld(),
                stretch.refusals().size(),
                stretch.format(),
                String.join("\n", stretch.leftOut()),
                ImportLimits.FIELDS_LEFT_OUT_MAX,
                stretch.lastLine(),
                lines.bytesRead(bytesAll),
                Instant.now().plus(ImportLimits.LEASE),
                id);
    }
}
