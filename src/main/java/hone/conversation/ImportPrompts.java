package hone.conversation;

import hone.audit.Audit;
import hone.project.Project;
import hone.web.Invalid;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of prompts, a stretch of lines a transaction: what is stored stays when the file breaks off, and running it again
 * adds nothing twice. Lines that can't be taken are kept beside the import with their reason.
 */
@ApplicationScoped
public class ImportPrompts {
    private final ImportBatch.Repo batches;
    private final StoreGiven store;
    private final Audit audit;
    private final Sql sql;

    ImportPrompts(ImportBatch.Repo batches, StoreGiven store, Audit audit, Sql sql) {
        this.batches = batches;
        this.store = store;
        this.audit = audit;
        this.sql = sql;
    }

    /**
     * @param by empty: Hone itself
     * @param defaultModel the base model whose answers they are when an answer names its seed but no model; may be empty
     * @return the import's id; its report is in the database
     */
    public UUID read(Project project, String fileName, InputStream file, Optional<UUID> by, String defaultModel)
            throws IOException {
        ImportBatch started = ImportBatch.of(project.id, RowReader.cut(fileName, 200), by.orElse(null), Instant.now());
        QuarkusTransaction.requiringNew().run(() -> {
            batches.persist(started);
            audit.note(
                    by,
                    Optional.of(project.id),
                    "prompts.imported",
                    started.id.toString(),
                    Map.of("file", started.fileName),
                    started.importedAt);
        });
        try (Lines lines = Lines.of(file)) {
            Stretch stretch = new Stretch(started.id);
            int refused = 0;
            Optional<Lines.Line> line = lines.next();
            while (line.isPresent() && refused < ImportLimits.REFUSED_MAX) {
                refused += stretch.take(line.get());
                if (stretch.isFull()) {
                    stretch.write(defaultModel);
                }
                line = lines.next();
            }
            if (line.isPresent()) {
                stretch.refuse(
                        line.get(),
                        new RefusedRow(
                                "Reading stopped here.",
                                "After " + ImportLimits.REFUSED_MAX
                                        + " refused lines the rest of the file was left out."));
            }
            stretch.write(defaultModel);
        } catch (IOException e) {
            // Not a gzip file after all, or one that unpacks beyond the limit: the lines before it are stored already.
            throw Invalid.field(
                    "file",
                    "The file could not be read to its end: " + e.getMessage()
                            + ". What stood before that is imported; mend the file and send it again, nothing is doubled.");
        }
        return started.id;
    }

    /** Lines that are stored together. */
    private final class Stretch {
        private final UUID batch;
        private final RowReader reader = new RowReader();
        private final List<GivenPrompt> given = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private boolean trees;

        Stretch(UUID batch) {
            this.batch = batch;
        }

        private record Refusal(int line, String reason, String row) {}

        /** @return 1 when the line was refused */
        int take(Lines.Line line) {
            try {
                if (line.tooLong()) {
                    throw new RefusedRow(
                            "A line is longer than 1 MiB.",
                            "Only its beginning is kept here; shorten it in the file itself.");
                }
                List<GivenPrompt> prompts = reader.read(
                        line.text().orElseThrow(() -> new RefusedRow("Not UTF-8.", "Save the file in that encoding.")));
                trees |= prompts.getFirst().answers().stream()
                        .anyMatch(a -> a.rank().isPresent());
                given.addAll(prompts);
                return 0;
            } catch (RefusedRow e) {
                refuse(line, e);
                return 1;
            }
        }

        void refuse(Lines.Line line, RefusedRow why) {
            refusals.add(new Refusal(line.number(), (why.reason() + "\n" + why.detail()).strip(), line.shown()));
        }

        boolean isFull() {
            return given.size() + refusals.size() >= ImportLimits.ROWS_PER_TRANSACTION;
        }

        void write(String defaultModel) {
            QuarkusTransaction.requiringNew().timeout(120).run(() -> {
                StoreGiven.Counts counts = store.store(batches.findById(batch), given, defaultModel);
                ImportBatch row = batches.findById(batch);
                row.promptsNew += counts.promptsNew();
                row.promptsOld += counts.promptsOld();
                row.answersNew += counts.answersNew();
                row.answersOld += counts.answersOld();
                row.refused += refusals.size();
                row.format = trees ? "trees" : row.format;
                sql.runAll(
                        "insert into import_refusal (import_id, line, reason, row) values (?, ?, ?, ?)",
                        refusals.stream()
                                .map(r -> new @Nullable Object[] {batch, r.line(), r.reason(), r.row()})
                                .toList());
            });
            given.clear();
            refusals.clear();
        }
    }
}
