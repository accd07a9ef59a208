package hone.imports;

import hone.audit.Audit;
import hone.format.Format;
import hone.format.ItemReader;
import hone.format.RowsOfFile;
import hone.project.Project;
import hone.web.Busy;
import hone.web.DatabaseDown;
import hone.web.Invalid;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Imports a file, one stretch of rows per transaction: what is stored stays if reading breaks off, and importing the file again
 * adds nothing twice. Refused rows are kept with their reasons. Reading ends at the file's end, at a limit, on request, or when
 * the program that sent the file hangs up; the import records which.
 */
@ApplicationScoped
public class ImportPrompts {
    private static final Logger LOG = Logger.getLogger(ImportPrompts.class);
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(2);
    private static final Duration DATABASE_BACK_WITHIN = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 200;

    /** How often an import goes on without getting any further; each time may find one more connection that is dead. */
    private static final int RESUMED_MAX = 30;

    private final ImportBatch.Repo batches;
    private final StoreStretch store;
    private final ImportConfig config;
    private final Audit audit;
    private final Sql sql;
    private final LabelersFirst labelers;
    private final KeptMapping mapping;
    private final FinishImport finish;
    private final Semaphore turns;

    /** Of files that are read and files that wait, from the moment that they are recorded: so a burst of them can't pass the limit. */
    private final Semaphore places;

    ImportPrompts(
            ImportBatch.Repo batches,
            StoreStretch store,
            ImportConfig config,
            Audit audit,
            Sql sql,
            LabelersFirst labelers,
            KeptMapping mapping,
            FinishImport finish) {
        this.batches = batches;
        this.store = store;
        this.config = config;
        this.audit = audit;
        this.sql = sql;
        this.labelers = labelers;
        this.mapping = mapping;
        this.finish = finish;
        this.turns = new Semaphore(config.filesAtOnce(), true);
        this.places = new Semaphore(config.filesAtOnce() + config.filesWaitingMax());
    }

    /** Who waits for an import. */
    interface Caller {
        /** Nobody: a page polls the database. */
        Caller NOBODY = new Caller() {
            @Override
            public boolean isGone() {
                return false;
            }

            @Override
            public void progressed() {}
        };

        /** Whether the caller has hung up; then reading ends. */
        boolean isGone();

        /** Called after every stretch, and about once a second while waiting for a turn. */
        void progressed();
    }

    /**
     * Imports a file of Hone's own, synchronously.
     *
     * @param by empty: Hone itself
     * @param defaultModel the base model of answers with a seed but no model; may be empty
     * @return the import's id; its report is in the database
     */
    public UUID read(Project project, Path file, Optional<UUID> by, String defaultModel) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (OpenedImport opened = open(project, name, SentFile.ofOurs(file), by, ImportChoices.DEFAULT)) {
            run(opened, defaultModel, Caller.NOBODY);
            return opened.id();
        }
    }

    /**
     * Records the import, so that it can be read. If that fails, the file is removed.
     *
     * @throws Invalid if it is not a file of rows, or a choice is invalid
     * @throws Busy if as many files are waiting as may
     */
    public OpenedImport open(Project project, String name, SentFile file, Optional<UUID> by, ImportChoices choices)
            throws IOException {
        if (!places.tryAcquire()) {
            file.close();
            throw tooMany();
        }
        try {
            ImportBatch batch = ImportBatch.of(project.id, name, file.bytes(), by.orElse(null), Instant.now());
            return record(batch, file, choices, places::release);
        } catch (IOException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    /** The same, but it is read only once somebody has started it; until then it is in nobody's way. */
    OpenedImport receive(Project project, String name, SentFile file, Optional<UUID> by, ImportChoices choices)
            throws IOException {
        if (places.availablePermits() == 0) {
            file.close();
            throw tooMany();
        }
        ImportBatch batch = ImportBatch.waiting(project.id, name, file.bytes(), by.orElse(null), Instant.now());
        return record(batch, file, choices, () -> {});
    }

    private static Busy tooMany() {
        return new Busy(
                "Many files are being imported at this moment. Nothing was imported: send it again in some minutes.",
                AGAIN_AFTER);
    }

    private OpenedImport record(ImportBatch batch, SentFile file, ImportChoices choices, Runnable place)
            throws IOException {
        try {
            Sample sample = Sample.of(file.path(), batch.fileName);
            batch.choices = mapping.applied(batch.projectId, choices, sample.rows());
            Format format = FileFormat.of(sample.rows(), batch.choices);
            batch.format = format.name();
            // A program's request has begun one, so that its key and the import are one.
            QuarkusTransaction.joiningExisting().run(() -> {
                batches.persist(batch);
                audit.note(
                        Optional.ofNullable(batch.importedBy),
                        Optional.of(batch.projectId),
                        "prompts.imported",
                        batch.id.toString(),
                        Map.of("file", batch.fileName, "format", batch.format),
                        batch.importedAt);
            });
            if (batch.begunAt == null) {
                sql.run("update import_batch set sample = cast(? as jsonb) where id = ?", sample.json(), batch.id);
            }
            return new OpenedImport(batch.id, batch.projectId, file, batch.fileName, place);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Requests its end; further requests, and requests after its end, change nothing. */
    public void cancel(UUID id) {
        sql.run("""
                update import_batch set cancel_asked_at = now() where id = ? and ended_at is null
                  and cancel_asked_at is null""", id);
    }

    void run(OpenedImport opened, Caller caller) {
        run(opened, "", caller);
    }

    private void run(OpenedImport opened, String defaultModel, Caller caller) {
        finish.end(opened.id(), read(opened, defaultModel, caller));
    }

    private ImportEnding read(OpenedImport opened, String defaultModel, Caller caller) {
        try {
            Optional<ImportEnding> ended = awaitTurn(opened.id(), caller);
            if (ended.isPresent()) {
                return ended.get();
            }
            try {
                return readInTurn(opened, defaultModel, caller);
            } finally {
                turns.release();
            }
        } catch (IOException e) {
            return ImportEnding.unreadable(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ImportEnding.unreadable("Hone was stopped while it read");
        } catch (RuntimeException e) {
            // The person can only try again; the cause is in the log.
            LOG.errorf(e, "Import %s ended early.", opened.id());
            return ImportEnding.unreadable("something went wrong on Hone’s side");
        }
    }

    private Optional<ImportEnding> awaitTurn(UUID id, Caller caller) throws InterruptedException {
        while (!turns.tryAcquire(1, TimeUnit.SECONDS)) {
            sql.run(
                    "update import_batch set lease_until = ? where id = ? and ended_at is null",
                    Instant.now().plus(ImportLimits.LEASE),
                    id);
            Optional<ImportEnding> ending = asked(id, caller);
            if (ending.isPresent()) {
                return ending;
            }
            caller.progressed();
        }
        return Optional.empty();
    }

    private ImportEnding readInTurn(OpenedImport opened, String defaultModel, Caller caller)
            throws IOException, InterruptedException {
        ImportChoices choices = batches.choices(opened.id());
        Format format =
                FileFormat.of(Sample.of(opened.file().path(), opened.name()).rows(), choices);
        sql.run("update import_batch set format = ? where id = ?", format.name(), opened.id());
        Instant until = Instant.now().plus(config.timeMax());
        long after = 0;
        for (int time = 0; ; time++) {
            try (ReadStretches stretches = stretches(opened, format, choices, after)) {
                OneFile file = OneFile.of(opened.id(), defaultModel);
                Conveyor conveyor = new Conveyor(
                        stretches, (stretch, place) -> store.store(file, stretch, place), labelers, until, after);
                try {
                    ImportEnding ending = conveyor.run(() -> {
                        caller.progressed();
                        return asked(opened.id(), caller);
                    });
                    allThere(opened.id(), conveyor.lastRow());
                    return ending;
                } catch (RuntimeException e) {
                    if (!isOfDatabase(e) || choices.isDryRun() || !stretches.areInOrder() || time == RESUMED_MAX) {
                        throw e;
                    }
                    LOG.warnf("Import %s waits for the database: %s", opened.id(), e.getMessage());
                }
            }
            long there = onceDatabaseIsBack(opened.id());
            time = there > after ? 0 : time;
            after = there;
            LOG.infof("Import %s goes on after line %d.", opened.id(), after);
        }
    }

    private ReadStretches stretches(OpenedImport opened, Format format, ImportChoices choices, long after)
            throws IOException {
        return new ReadStretches(
                opened.project(),
                RowsOfFile.open(opened.file().path(), opened.name()),
                new ItemReader(format, choices.readOptions()),
                choices.leftOut(),
                config.linesMax(),
                after);
    }

    private static boolean isOfDatabase(RuntimeException e) {
        return e instanceof RowsLost || DatabaseDown.isCauseOf(e);
    }

    /** Stretches are committed without waiting for the disk; this commit does, and no crash takes anything before it away. */
    private void allThere(UUID id, long lastRow) {
        long there = QuarkusTransaction.requiringNew()
                .call(() -> sql.first(
                                "update import_batch set lease_until = ? where id = ? returning lines_read",
                                c -> c.number("lines_read"),
                                Instant.now().plus(ImportLimits.LEASE),
                                id)
                        .orElseThrow());
        if (there != lastRow) {
            throw new RowsLost(id, lastRow);
        }
    }

    /** @return the last line that is there */
    private long onceDatabaseIsBack(UUID id) throws InterruptedException {
        Instant end = Instant.now().plus(DATABASE_BACK_WITHIN);
        while (true) {
            try {
                return sql.number("select lines_read from import_batch where id = ?", id);
            } catch (RuntimeException e) {
                if (!isOfDatabase(e) || Instant.now().isAfter(end)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Whether the end was requested. */
    private Optional<ImportEnding> asked(UUID id, Caller caller) {
        boolean cancelled = sql.first("""
                        select cancel_asked_at is not null or ended_at is not null as cancelled from import_batch
                        where id = ?""", c -> c.flag("cancelled"), id).orElse(true);
        if (cancelled) {
            return Optional.of(ImportEnding.of(ImportState.CANCELLED));
        }
        return caller.isGone() ? Optional.of(ImportEnding.of(ImportState.HUNG_UP)) : Optional.empty();
    }
}
