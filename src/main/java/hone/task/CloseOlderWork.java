package hone.task;

import hone.audit.Audit;
import hone.web.LabelersFirst;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Closes tasks about older models' answers in the background, a bounded number per transaction, so that no labeler has to wait. Work
 * in somebody's hands stays there and counts; existing judgments stay. That it was asked for is a row, with a lease of whoever is at
 * it: if that instance dies, any other goes on.
 */
@ApplicationScoped
class CloseOlderWork {
    private static final Logger LOG = Logger.getLogger(CloseOlderWork.class);
    private static final int TASKS_PER_TRANSACTION = 500;
    private static final int LEASE_SECONDS = 30;

    /** A few thousand tasks are closed within this, so that the page shows the end at once. */
    private static final Duration SMALL = Duration.ofSeconds(3);

    private final Sql sql;
    private final Audit audit;
    private final LabelersFirst labelers;

    CloseOlderWork(Sql sql, Audit audit, LabelersFirst labelers) {
        this.sql = sql;
        this.audit = audit;
        this.labelers = labelers;
    }

    private record Closing(UUID id, UUID project, UUID current, Optional<UUID> by, int tasks) {}

    void onUnwanted(@Observes OlderWorkRetired unwanted) {
        UUID id = QuarkusTransaction.requiringNew().call(() -> asked(unwanted));
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofVirtual().name("close-older-work").start(() -> {
            try {
                finish(id);
            } finally {
                done.countDown();
            }
        });
        try {
            done.await(SMALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it is going on already, it goes on with the model that is current now. */
    private UUID asked(OlderWorkRetired unwanted) {
        return sql.first(
                        """
                        insert into work_closing as c (id, project_id, model_version_id, asked_by, asked_at, lease_until)
                        values (?, ?, ?, ?, now(), now() + interval '%d seconds')
                        on conflict (project_id) where ended_at is null
                        do update set model_version_id = excluded.model_version_id
                        returning c.id""".formatted(LEASE_SECONDS),
                        c -> c.id("id"),
                        Uuid7.next(),
                        unwanted.project(),
                        unwanted.current(),
                        unwanted.by().orElse(null))
                .orElseThrow();
    }

    /** Goes on with what nobody is at any more. */
    @Scheduled(identity = "close-older-work", every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        List<UUID> due = sql.list(
                "select id from work_closing where ended_at is null and lease_until < now() order by lease_until limit 10",
                c -> c.id("id"));
        due.forEach(this::finish);
    }

    private void finish(UUID id) {
        try {
            long began = System.nanoTime();
            while (QuarkusTransaction.requiringNew().call(() -> isStepDone(id))) {
                labelers.giveWay(Duration.ofNanos(System.nanoTime() - began));
                began = System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "Closing %s of older models' work broke off; it goes on within a minute.", id);
        }
    }

    /** Two who are at the same take turns. */
    private boolean isStepDone(UUID id) {
        Optional<Closing> open = sql.first(
                """
                select id, project_id, model_version_id, asked_by, tasks from work_closing
                where id = ? and ended_at is null for update""",
                c -> new Closing(c.id("id"), c.id("project_id"), c.id("model_version_id"), c.maybeId("asked_by"), (int)
                        c.number("tasks")),
                id);
        if (open.isEmpty()) {
            return false;
        }
        int closed = closeSome(open.get());
        sql.run("""
                update work_closing set tasks = tasks + ?, ended_at = case when ? then now() end,
                  lease_until = now() + interval '%d seconds' where id = ?""".formatted(LEASE_SECONDS), closed, closed == 0, id);
        if (closed == 0) {
            note(open.get());
        }
        return closed > 0;
    }

    /** Slots are locked first, as everywhere, taken ones too: whoever gives one back meanwhile sees that the task is closed. */
    private int closeSome(Closing closing) {
        return sql.run(
                """
                with old as (%s limit %d),
                locked as (
                    select s.task_id, s.number, s.state from slot s where s.task_id in (select id from old)
                    order by s.task_id, s.number for update),
                gone as (
                    update slot s set state = 'closed' from locked l
                    where s.task_id = l.task_id and s.number = l.number and l.state = 'free')
                update task t set closed_at = ? where t.closed_at is null and t.id in (select task_id from locked)""".formatted(OlderWork.TASKS, TASKS_PER_TRANSACTION),
                Stream.concat(
                                Arrays.stream(OlderWork.parameters(closing.project(), closing.current())),
                                Stream.of(Instant.now()))
                        .toArray());
    }

    private void note(Closing closing) {
        audit.note(
                closing.by(),
                Optional.of(closing.project()),
                "tasks.closed-of-older-models",
                closing.current().toString(),
                Map.of("tasks", closing.tasks()),
                Instant.now());
    }
}
