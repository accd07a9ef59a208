package hone.imports;

import hone.contract.Wire;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Keeps an uploaded file until somebody has seen its first rows and starts it, then reads it while its page shows the progress.
 * Only this instance has the file; the request to start it may arrive at another one, so it is written to the database.
 */
@ApplicationScoped
public class ImportInBackground {
    private static final Logger LOG = Logger.getLogger(ImportInBackground.class);

    /** A small file takes less than this, so that its page shows the whole report at once. */
    private static final Duration SMALL = Duration.ofSeconds(3);

    private static final int FILES_MAX = 20;

    private final ImportPrompts prompts;
    private final ImportConfig config;
    private final FinishImport finish;
    private final Sql sql;
    private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();

    /** Files that wait look one after the other: all of them have one connection, however slow the database is. */
    private final Lock turn = new ReentrantLock();

    ImportInBackground(ImportPrompts prompts, ImportConfig config, FinishImport finish, Sql sql) {
        this.prompts = prompts;
        this.finish = finish;
        this.config = config;
        this.sql = sql;
    }

    private record Waiting(OpenedImport opened, CountDownLatch changed, CountDownLatch done) {}

    /**
     * Keeps the file until it is started; it is removed once it has been read.
     *
     * @return the import's id
     * @throws hone.web.Invalid if it is not a file of rows
     */
    UUID receive(Project project, String fileName, SentFile file, Optional<UUID> by, ImportChoices choices)
            throws IOException {
        if (waiting.size() >= FILES_MAX) {
            discardOldest();
        }
        OpenedImport opened = prompts.receive(project, fileName, file, by, choices);
        Waiting one = new Waiting(opened, new CountDownLatch(1), new CountDownLatch(1));
        waiting.put(opened.id(), one);
        Thread.ofVirtual().name("import").start(() -> keep(one));
        return opened.id();
    }

    /** Reads what a program sent; a small file has been read when this returns. */
    public void read(OpenedImport opened) {
        Waiting one = new Waiting(opened, new CountDownLatch(1), new CountDownLatch(1));
        waiting.put(opened.id(), one);
        Thread.ofVirtual().name("import").start(() -> keep(one));
        look(opened.id());
    }

    /** Files that nobody starts must not keep others out. One that is being read goes on. */
    private void discardOldest() {
        sql.first("""
                        update import_batch set cancel_asked_at = now() where id = (
                          select id from import_batch where id = any(?) and begun_at is null and ended_at is null
                            and cancel_asked_at is null order by id limit 1)
                        returning id""", c -> c.id("id"), (Object) waiting.keySet().toArray(UUID[]::new))
                .map(waiting::get)
                .ifPresent(oldest -> oldest.changed().countDown());
    }

    /** Starts it; when this returns, a small file has been read. Starting twice is starting once. */
    void begin(UUID id, ImportChoices choices) {
        sql.run("""
                update import_batch set begun_at = now(), choices = cast(? as jsonb)
                where id = ? and begun_at is null and ended_at is null and cancel_asked_at is null""", Wire.write(choices), id);
        look(id);
    }

    /** The request is in the database already; this makes the file's keeper look at once. */
    public void look(UUID id) {
        Waiting here = waiting.get(id);
        if (here == null) {
            return;
        }
        here.changed().countDown();
        try {
            here.done().await(SMALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Counts what the file would add while it goes on waiting.
     *
     * @return the id of the count's own report; empty if another instance has the file
     */
    Optional<UUID> dryRun(UUID id, Project project, Optional<UUID> by, ImportChoices choices) throws IOException {
        Waiting here = waiting.get(id);
        if (here == null) {
            return Optional.empty();
        }
        OpenedImport counted =
                prompts.open(project, here.opened().name(), here.opened().file().shared(), by, choices.forDryRun());
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofVirtual().name("import-dry-run").start(() -> read(counted, done));
        try {
            done.await(SMALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(counted.id());
    }

    private void keep(Waiting one) {
        UUID id = one.opened().id();
        try {
            if (isStarted(one)) {
                read(one.opened(), one.done());
            } else {
                finish.end(id, ImportEnding.of(ImportState.DISCARDED));
                close(one.opened());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.remove(id);
            one.done().countDown();
        }
    }

    private enum Asked {
        NOTHING,
        START,
        END
    }

    private boolean isStarted(Waiting one) throws InterruptedException {
        UUID id = one.opened().id();
        Instant until = Instant.now().plus(config.startWithin());
        Instant renewed = Instant.now();
        while (Instant.now().isBefore(until)) {
            one.changed().await(1, TimeUnit.SECONDS);
            turn.lock();
            try {
                if (renewed.plus(ImportLimits.LEASE.dividedBy(3)).isBefore(Instant.now())) {
                    renewed = Instant.now();
                    sql.run(
                            "update import_batch set lease_until = ? where id = ? and ended_at is null",
                            renewed.plus(ImportLimits.LEASE),
                            id);
                }
                Asked asked = asked(id);
                if (asked != Asked.NOTHING) {
                    return asked == Asked.START;
                }
            } catch (Sql.SqlFailed e) {
                // The database is down or has no connection to spare: the file can wait.
                LOG.debugf(e, "Import %s could not be looked at.", id);
            } finally {
                turn.unlock();
            }
        }
        return false;
    }

    private Asked asked(UUID id) {
        return sql.first("""
                        select begun_at is not null as started, cancel_asked_at is not null or ended_at is not null as ended
                        from import_batch where id = ?""", c -> c.flag("ended") ? Asked.END : c.flag("started") ? Asked.START : Asked.NOTHING, id)
                .orElse(Asked.END);
    }

    private void read(OpenedImport opened, CountDownLatch done) {
        var context = Arc.container().requestContext();
        context.activate();
        try {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);
        } finally {
            close(opened);
            context.terminate();
            done.countDown();
        }
    }

    private static void close(OpenedImport opened) {
        try {
            opened.close();
        } catch (IOException e) {
            LOG.warnf(
                    e,
                    "The file of import %s could not be removed: %s",
                    opened.id(),
                    opened.file().path());
        }
    }
}
