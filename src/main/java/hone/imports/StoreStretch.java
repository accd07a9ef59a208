package hone.imports;

import hone.imports.StoreRows.Stored;
import hone.imports.Stretch.Remark;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stores a stretch of a file and the import's progress in one transaction. The import's row is written last and by columns, so
 * that a request for its end waits for nobody and is not overwritten.
 */
@ApplicationScoped
class StoreStretch {
    private static final Logger LOG = Logger.getLogger(StoreStretch.class);
    private static final int SECONDS_MAX = 120;
    private static final String REFUSAL = "The database can’t hold this line.\nIts words: ";

    /** How often others may write the same at the same moment. */
    private static final int TRIES_MAX = 5;

    private final ImportBatch.Repo batches;
    private final StoreRows store;
    private final CountRows count;
    private final StoreDocuments documents;
    private final Sql sql;

    StoreStretch(ImportBatch.Repo batches, StoreRows store, CountRows count, StoreDocuments documents, Sql sql) {
        this.batches = batches;
        this.store = store;
        this.count = count;
        this.documents = documents;
        this.sql = sql;
    }

    /** What the database can't hold is refused like any other row, so that the rows around it are stored. */
    void store(OneFile file, Stretch stretch, PlaceInLine place) {
        try {
            inParts(file, stretch, place);
            place.stored();
        } finally {
            place.ended();
        }
    }

    private void inParts(OneFile file, Stretch stretch, PlaceInLine place) {
        int refused = 0;
        Deque<Stretch> parts = new ArrayDeque<>(List.of(stretch));
        while (!parts.isEmpty()) {
            Stretch part = parts.pop();
            try {
                whole(file, part, place);
            } catch (Sql.SqlFailed e) {
                if (!e.isAboutValues() || part.isWithoutRows() || refused == ImportLimits.REFUSED_BY_DATABASE_MAX) {
                    throw e;
                }
                if (part.isDivisible()) {
                    part.halves().reversed().forEach(parts::push);
                } else {
                    LOG.warnf("Line %d of import %s can't be stored: %s", part.firstRow(), file.id(), e.words());
                    refused++;
                    parts.push(part.refusing(REFUSAL + e.words().replace('\n', ' ')));
                }
            }
        }
    }

    private void whole(OneFile file, Stretch stretch, PlaceInLine place) {
        for (int tries = 1; ; tries++) {
            place.begin();
            try {
                QuarkusTransaction.requiringNew().timeout(SECONDS_MAX).run(() -> once(file, stretch, place));
                place.committed();
                return;
            } catch (PlaceInLine.Overtaken e) {
                LOG.debugf("A stretch of import %s goes alone: %s.", file.id(), e.getMessage());
            } catch (Sql.SqlFailed e) {
                if (!e.isDuplicate() || tries == TRIES_MAX) {
                    throw e;
                }
            } finally {
                place.tried();
            }
        }
    }

    private void once(OneFile file, Stretch stretch, PlaceInLine place) {
        // Nobody waits for the disk: after a crash the import ends some stretches earlier, rows and count alike, and
        // its end, which
        // somebody is told, waits for all before it.
        sql.run("set local synchronous_commit = off");
        ImportBatch batch = batches.findById(file.id());
        Stored stored = batch.choices.isDryRun()
                ? count.count(batch, stretch.taken(), file.seen())
                : store.store(batch, stretch.taken(), file, place);
        StoreDocuments.Stored texts = batch.choices.isDryRun()
                ? documents.count(batch, stretch.documents(), file.seen())
                : documents.store(batch, stretch.documents());
        keepRefusals(file.id(), stretch);
        keepRemarks(
                file.id(),
                stretch.remarks(),
                Stream.concat(stored.remarks().stream(), texts.remarks().stream())
                        .toList());
        documents.grow(batch, texts);
        grow(batch, stretch, stored);
        place.committing();
    }

    private void keepRefusals(UUID id, Stretch stretch) {
        sql.runAll(
                """
                insert into import_refusal (import_id, line, reason, row) values (?, ?, ?, ?) on conflict do nothing""",
                stretch.refusals().stream()
                        .map(r -> new @Nullable Object[] {id, (int) r.row(), r.reason(), r.written()})
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
                        .map(r -> new @Nullable Object[] {id, (int) r.row(), r.text()})
                        .toList());
    }

    private void grow(ImportBatch batch, Stretch stretch, Stored stored) {
        int grown = sql.run(
                """
                update import_batch set prompts_new = prompts_new + ?, prompts_old = prompts_old + ?,
                  answers_new = answers_new + ?, answers_old = answers_old + ?, refused = refused + ?,
                  judgments_new = judgments_new + ?, judgments_old = judgments_old + ?, tasks_new = tasks_new + ?,
                  near_duplicates = near_duplicates + ?, skipped = skipped + ?,
                  fields_left_out = (select coalesce(array_agg(name order by name), '{}') from (
                    select distinct unnest(fields_left_out || string_to_array(?, E'\\n')) as name limit ?) names),
                  fields_kept = (select coalesce(array_agg(name order by name), '{}') from (
                    select distinct unnest(fields_kept || string_to_array(?, E'\\n')) as name limit ?) names),
                  lines_read = ?, bytes_read = greatest(bytes_read, ?), lease_until = ?
                where id = ? and lines_read = ?""",
                stored.promptsNew(),
                stored.promptsOld(),
                stored.answersNew(),
                stored.answersOld(),
                stretch.refusals().size(),
                stored.judgmentsNew(),
                stored.judgmentsOld(),
                stored.tasks(),
                stored.nearDuplicates(),
                stored.skipped(),
                String.join("\n", stretch.leftOut()),
                ImportLimits.FIELDS_SHOWN_MAX,
                String.join("\n", stretch.kept()),
                ImportLimits.FIELDS_SHOWN_MAX,
                (int) stretch.lastRow(),
                batch.bytesAll == 0 ? stretch.fileBytesRead() : Math.min(stretch.fileBytesRead(), batch.bytesAll),
                Instant.now().plus(ImportLimits.LEASE),
                batch.id,
                (int) stretch.after());
        if (grown != 1) {
            throw new RowsLost(batch.id, stretch.after());
        }
    }
}
