package hone.imports;

import hone.audit.Audit;
import hone.imports.ImportBatch.Outcome;
import hone.project.Project;
import hone.web.Invalid;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of prompts, a stretch of lines a transaction: what is stored stays when the file breaks off, and running it again
 * adds nothing twice. Lines that can't be taken are kept beside the import with their reason. Reading ends at the file's end, at
 * a limit, when somebody asks for it, or when the program that sent the file is gone; the import says which.
 */
@ApplicationScoped
public class ImportPrompts {
    private static final Logger LOG = Logger.getLogger(ImportPrompts.class);

    private final ImportBatch.Repo batches;
    private final StoreChunk store;
    private final ImportConfig config;
    private final Audit audit;
    private final Sql sql;
    private final LabelersFirst labelers;
    private final Semaphore turns;

    ImportPrompts(
            ImportBatch.Repo batches,
            StoreChunk store,
            ImportConfig config,
            Audit audit,
            Sql sql,
            LabelersFirst labelers) {
        this.batches = batches;
        this.store = store;
        this.config = config;
        this.audit = audit;
        this.sql = sql;
        this.labelers = labelers;
        this.turns = new Semaphore(config.filesAtOnce(), true);
    }

    /** Who waits for an import. */
    interface Caller {
        /** It is a page, which looks by itself. */
        Caller NOBODY = new Caller() {
            @Override
            public boolean isGone() {
                return false;
            }

            @Override
            public void progressed() {}
        };

        /** Then reading ends: nobody would hear of it. */
        boolean isGone();

        /** Told after every stretch, and about once a second while waiting for a turn. */
        void progressed();
    }

    /**
     * Reads it to its end, now.
     *
     * @param by empty: Hone itself
     * @param defaultModel the base model whose answers they are when an answer names its seed but no model; may be empty
     * @return the import's id; its report is in the database
     */
    public UUID read(Project project, String fileName, InputStream file, Optional<UUID> by, String defaultModel)
            throws IOException {
        try (Lines lines = open(file)) {
            UUID id = begin(project, fileName, 0, by);
            run(id, lines, defaultModel, Caller.NOBODY);
            return id;
        }
    }

    /**
     * Records it, so that it can be read. When that fails, the file is removed.
     *
     * @throws Invalid when it is no file of text, or too many wait already
     */
    OpenedImport open(Project project, String fileName, SentFile file, Optional<UUID> by) throws IOException {
        try {
            Lines lines = open(Files.newInputStream(file.path()));
            try {
                return new OpenedImport(begin(project, fileName, file.bytes(), by), file, lines);
            } catch (RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Lines open(InputStream file) throws IOException {
        try {
            return Lines.of(file);
        } catch (IOException e) {
            file.close();
            throw Invalid.field(
                    "file",
                    "The file could not be read: " + e.getMessage()
                            + ". Nothing was imported; mend the file and send it again.");
        } catch (Invalid e) {
            file.close();
            throw e;
        }
    }

    private UUID begin(Project project, String fileName, long bytes, Optional<UUID> by) {
        if (turns.getQueueLength() >= config.filesWaitingMax()) {
            throw Invalid.field(
                    "file",
                    "Many files are being imported at this moment. Nothing was imported: send it again in some minutes.");
        }
        ImportBatch begun = ImportBatch.of(
                project.id,
                RowReader.cut(fileName, ImportLimits.NAME_CHARACTERS_MAX),
                bytes,
                by.orElse(null),
                Instant.now());
        QuarkusTransaction.requiringNew().run(() -> {
            batches.persist(begun);
            audit.note(
                    by,
                    Optional.of(project.id),
                    "prompts.imported",
                    begun.id.toString(),
                    Map.of("file", begun.fileName),
                    begun.importedAt);
        });
        return begun.id;
    }

    /** Asks for its end; asking twice is asking once, and after its end nothing changes. */
    void cancel(UUID id) {
        sql.run("""
                update import_batch set cancel_asked_at = now() where id = ? and ended_at is null
                  and cancel_asked_at is null""", id);
    }

    void run(OpenedImport opened, Caller caller) {
        run(opened.id(), opened.lines(), "", caller);
    }

    private void run(UUID id, Lines lines, String defaultModel, Caller caller) {
        Ending ending = new Reading(id, lines, defaultModel, caller).run();
        sql.run("""
                update import_batch set ended_at = now(), outcome = ?, ended_because = ? where id = ? and ended_at is null""", ending.outcome().wireName(), ending.because().orElse(null), id);
    }

    private record Ending(Outcome outcome, Optional<String> because) {
        Ending(Outcome outcome) {
            this(outcome, Optional.empty());
        }

        static Ending unreadable(@Nullable String because) {
            return new Ending(Outcome.UNREADABLE, Optional.ofNullable(because));
        }
    }

    /** One file on its way in. */
    private final class Reading {
        private final UUID id;
        private final Lines lines;
        private final String defaultModel;
        private final Caller caller;
        private final ImportChunk stretch = new ImportChunk();
        private int refused;
        private Instant until = Instant.MAX;

        Reading(UUID id, Lines lines, String defaultModel, Caller caller) {
            this.id = id;
            this.lines = lines;
            this.defaultModel = defaultModel;
            this.caller = caller;
        }

        Ending run() {
            try {
                return inTurn();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Ending.unreadable("Hone was stopped while it read");
            } catch (RuntimeException e) {
                // The reader can do nothing about it but try again; what it was stands in the log.
                LOG.errorf(e, "Import %s ended early.", id);
                return Ending.unreadable("something went wrong on Hone’s side");
            }
        }

        private Ending inTurn() throws InterruptedException {
            while (!turns.tryAcquire(1, TimeUnit.SECONDS)) {
                Optional<Ending> ending = asked();
                if (ending.isPresent()) {
                    return ending.get();
                }
                caller.progressed();
            }
            try {
                until = Instant.now().plus(config.timeMax());
                Ending ending = read();
                if (!stretch.isEmpty()) {
                    store.store(id, stretch, lines, defaultModel);
                }
                return ending;
            } finally {
                turns.release();
            }
        }

        private Ending read() throws InterruptedException {
            try {
                for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (line.get().number() > config.linesMax()) {
                        return new Ending(Outcome.LINES);
                    }
                    if (refused == ImportLimits.REFUSED_MAX) {
                        return new Ending(Outcome.REFUSALS);
                    }
                    refused += stretch.take(line.get());
                    Optional<Ending> ending = stretch.isFull() ? store() : Optional.empty();
                    if (ending.isPresent()) {
                        return ending.get();
                    }
                }
                return new Ending(Outcome.READ);
            } catch (IOException e) {
                // A packed file that breaks off, or unpacks beyond the limit: what stands before that is taken.
                return Ending.unreadable(e.getMessage());
            }
        }

        /** Between two stretches is the moment to end: nothing is half there. */
        private Optional<Ending> store() throws InterruptedException {
            long began = System.nanoTime();
            store.store(id, stretch, lines, defaultModel);
            // Rest is not what the time is limited for.
            until = until.plus(labelers.giveWay(Duration.ofNanos(System.nanoTime() - began)));
            caller.progressed();
            return asked().or(() ->
                    Instant.now().isAfter(until) ? Optional.of(new Ending(Outcome.TIME)) : Optional.empty());
        }

        /** Renews the lease, and sees whether somebody wants the end. */
        private Optional<Ending> asked() {
            boolean cancelled = sql.first(
                            """
                            update import_batch set lease_until = ? where id = ? and ended_at is null
                            returning cancel_asked_at is not null as cancelled""", c -> c.flag("cancelled"), Instant.now().plus(ImportLimits.LEASE), id)
                    .orElse(true);
            if (cancelled) {
                return Optional.of(new Ending(Outcome.CANCELLED));
            }
            return caller.isGone() ? Optional.of(new Ending(Outcome.HUNG_UP)) : Optional.empty();
        }
    }
}
