package hone.imports;

import hone.audit.Audit;
import hone.judgment.Counting;
import hone.project.ProjectLock;
import hone.task.WorkOfImport;
import hone.task.WorkOfImport.Looked;
import hone.web.Conflict;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes back what an import brought, and brings it back. All its judgments change in one transaction, so that a dataset holds all of
 * them or none; its tasks follow, a bounded number at a time, so that nobody who labels waits. That it was asked for is a row of its
 * own: asking again, or the next start of Hone, goes on where it broke off.
 */
@ApplicationScoped
public class TakingBack {
    private static final Logger LOG = Logger.getLogger(TakingBack.class);

    /** For a million judgments it is half a minute. */
    private static final int SECONDS_MAX = 900;

    /** A small import is done within this, so that its page shows the end at once. */
    private static final Duration SMALL = Duration.ofSeconds(3);

    private final Sql sql;
    private final WorkOfImport work;
    private final Audit audit;
    private final ProjectLock projectLock;
    private final LabelersFirst labelers;

    TakingBack(Sql sql, WorkOfImport work, Audit audit, ProjectLock projectLock, LabelersFirst labelers) {
        this.labelers = labelers;
        this.sql = sql;
        this.work = work;
        this.audit = audit;
        this.projectLock = projectLock;
    }

    /** @throws Conflict while it is read */
    public void take(UUID project, UUID id, UUID by) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        boolean asked = asked(project, id, by, "import.taken-back", () -> sql.run("""
                        update import_batch set standing = 'being-taken-back', taken_back_at = ?, taken_back_by = ?,
                          cancel_asked_at = case when ended_at is null then coalesce(cancel_asked_at, now()) else cancel_asked_at end
                        where id = ? and project_id = ? and standing = 'stands' and choices ->> 'purpose' = 'IMPORT'
                          and begun_at is not null and (ended_at is not null or lease_until < now())""", now, by, id, project));
        if (!asked && standing(id) == Standing.STANDS) {
            throw new Conflict(
                    "This import is still being read, or only counted. Nothing was changed: cancel it first, then take back what it brought.");
        }
        goOn(id);
    }

    public void bring(UUID project, UUID id, UUID by) {
        asked(
                project,
                id,
                by,
                "import.brought-back",
                () -> sql.run(
                        "update import_batch set standing = 'being-brought-back' where id = ? and project_id = ? and standing = 'taken-back'",
                        id,
                        project));
        goOn(id);
    }

    private boolean asked(UUID project, UUID id, UUID by, String deed, Supplier<Integer> change) {
        return QuarkusTransaction.requiringNew().call(() -> {
            boolean changed = change.get() == 1;
            if (changed) {
                audit.note(Optional.of(by), Optional.of(project), deed, id.toString(), Map.of(), Instant.now());
            }
            return changed;
        });
    }

    /** What an instance that died left half done. */
    void resume(@Observes StartupEvent start) {
        sql.list(
                        "select id from import_batch where standing in ('being-taken-back', 'being-brought-back')",
                        c -> c.id("id"))
                .forEach(id -> begin(id, new CountDownLatch(1)));
    }

    private void goOn(UUID id) {
        CountDownLatch done = new CountDownLatch(1);
        begin(id, done);
        try {
            done.await(SMALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(UUID id, CountDownLatch done) {
        Thread.ofVirtual().name("import-back").start(() -> {
            try {
                finish(id);
            } catch (RuntimeException e) {
                LOG.errorf(e, "Import %s was not taken back, or brought back, to its end.", id);
            } finally {
                done.countDown();
            }
        });
    }

    private record Asked(Standing standing, UUID project, Instant at, int tasks) {}

    private void finish(UUID id) {
        Optional<Asked> asked = sql.first(
                "select standing, project_id, taken_back_at, tasks_new from import_batch where id = ? and standing <> 'stands'",
                c -> new Asked(Standing.of(c.text("standing")), c.id("project_id"), c.time("taken_back_at"), (int)
                        c.number("tasks_new")),
                id);
        if (asked.isEmpty() || !asked.get().standing().isMoving()) {
            return;
        }
        Asked now = asked.get();
        // Whoever freezes holds the project while reading documents: that is over before, or begins afterwards.
        if (now.standing() == Standing.BEING_TAKEN_BACK) {
            once(id, now.standing(), () -> {
                projectLock.hold(now.project());
                withdraw(id, now.at());
                withdrawDocuments(id, now.at());
            });
            tasks(id, now, after -> work.close(now.project(), id, after, now.at()));
            once(id, now.standing(), () -> sql.run("update import_batch set standing = 'taken-back' where id = ?", id));
        } else {
            once(id, now.standing(), () -> {
                projectLock.hold(now.project());
                restore(id, now.at());
                restoreDocuments(id, now.at());
            });
            tasks(id, now, after -> work.reopen(now.project(), id, after, now.at()));
            once(id, now.standing(), () -> sql.run("""
                    update import_batch set standing = 'stands', taken_back_at = null, taken_back_by = null,
                      judgments_withdrawn = 0, tasks_closed = 0, documents_withdrawn = 0 where id = ?""", id));
        }
    }

    private void once(UUID id, Standing standing, Runnable step) {
        inTurn(id, standing, () -> {
            step.run();
            return Optional.empty();
        });
    }

    /** Two who finish the same take turns; who comes when it is done does nothing. */
    private <T> Optional<T> inTurn(UUID id, Standing standing, Supplier<Optional<T>> step) {
        return QuarkusTransaction.requiringNew().timeout(SECONDS_MAX).call(() -> {
            boolean still = sql.first(
                            "select standing from import_batch where id = ? for update",
                            c -> c.text("standing").equals(standing.wireName()),
                            id)
                    .orElse(false);
            return still ? step.get() : Optional.empty();
        });
    }

    private void withdraw(UUID id, Instant at) {
        long withdrawn = sql.number("""
                with gone as (
                    update imported_judgment i set %1$s = ? where i.import_id = ? and %2$s returning i.rater_id),
                counted as (select rater_id, count(*) as judgments from gone where rater_id is not null group by rater_id),
                fewer as (
                    update imported_rater r set judgments = r.judgments - c.judgments from counted c where r.id = c.rater_id)
                select count(*) from gone""".formatted(Counting.COUNTS_NO_MORE_AT, Counting.IMPORTED_COUNTS), at, id);
        sql.run(
                "update import_batch set judgments_withdrawn = judgments_withdrawn + ? where id = ?",
                (int) withdrawn,
                id);
    }

    private void restore(UUID id, Instant at) {
        sql.run("""
                with back as (
                    update imported_judgment i set %1$s = null where i.import_id = ? and i.%1$s = ? returning i.rater_id),
                counted as (select rater_id, count(*) as judgments from back where rater_id is not null group by rater_id)
                update imported_rater r set judgments = r.judgments + c.judgments from counted c where r.id = c.rater_id""".formatted(Counting.COUNTS_NO_MORE_AT), id, at);
    }

    private void withdrawDocuments(UUID id, Instant at) {
        int withdrawn =
                sql.run("update document d set taken_back_at = ? where d.import_id = ? and " + Documents.COUNT, at, id);
        sql.run("update import_batch set documents_withdrawn = documents_withdrawn + ? where id = ?", withdrawn, id);
    }

    private void restoreDocuments(UUID id, Instant at) {
        sql.run("update document set taken_back_at = null where import_id = ? and taken_back_at = ?", id, at);
    }

    private interface Look {
        Optional<Looked> after(UUID task);
    }

    /** Until all that the import made were seen, or no task is left. */
    private void tasks(UUID id, Asked asked, Look look) {
        int seen = 0;
        UUID after = id;
        while (seen < asked.tasks()) {
            UUID from = after;
            long began = System.nanoTime();
            Optional<Looked> page = inTurn(id, asked.standing(), () -> counted(id, asked.standing(), look.after(from)));
            if (page.isEmpty()) {
                return;
            }
            after = page.get().last();
            seen += page.get().own();
            giveWay(began);
        }
    }

    private void giveWay(long began) {
        try {
            labelers.giveWay(Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Looked> counted(UUID id, Standing standing, Optional<Looked> page) {
        int changed = page.map(Looked::changed).orElse(0);
        sql.run(
                "update import_batch set tasks_closed = tasks_closed + ? where id = ?",
                standing == Standing.BEING_TAKEN_BACK ? changed : -changed,
                id);
        return page;
    }

    private Standing standing(UUID id) {
        return sql.first("select standing from import_batch where id = ?", c -> Standing.of(c.text("standing")), id)
                .orElse(Standing.STANDS);
    }
}
