package hone.web;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Recurring jobs that nobody is going to do any more: an instance took one and lost the database before it began. Quartz gives back
 * only what an instance had that is gone; while that instance lives, the job stays taken, and what is served, leases or rounds would
 * stand still until the next start. A job is done within moments of being due, so one that is a minute late and only taken, or was put
 * aside for an error, is free again.
 */
@ApplicationScoped
public class ForgottenJobs {
    private static final Logger LOG = Logger.getLogger(ForgottenJobs.class);
    private static final Duration LOOKED_FOR_EVERY = Duration.ofSeconds(20);
    private static final Duration LATE = Duration.ofMinutes(1);

    /** Under the lock that Quartz takes for the same tables. */
    private static final String FREE = """
            with locked as (select 1 from qrtz_locks where lock_name = 'TRIGGER_ACCESS' for update),
            forgotten as (
              update qrtz_triggers set trigger_state = 'WAITING'
              where trigger_state in ('ACQUIRED', 'ERROR') and next_fire_time < ? and exists (select 1 from locked)
              returning sched_name, trigger_group, trigger_name),
            taken as (
              delete from qrtz_fired_triggers f using forgotten t
              where f.sched_name = t.sched_name and f.trigger_group = t.trigger_group and f.trigger_name = t.trigger_name
                and f.state = 'ACQUIRED')
            select trigger_name from forgotten""";

    private final Sql sql;
    private final CountDownLatch stopping = new CountDownLatch(1);

    ForgottenJobs(Sql sql) {
        this.sql = sql;
    }

    /** No job of the schedule itself, which is what may stand still. */
    void start(@Observes StartupEvent started) {
        Thread.ofVirtual().name("forgotten-jobs").start(this::look);
    }

    void stop(@Observes ShutdownEvent ended) {
        stopping.countDown();
    }

    private void look() {
        try {
            while (!stopping.await(LOOKED_FOR_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    free(Instant.now());
                } catch (RuntimeException e) {
                    LOG.debugf("Forgotten jobs could not be looked for: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return their names */
    List<String> free(Instant now) {
        List<String> forgotten = QuarkusTransaction.requiringNew()
                .call(() -> sql.list(
                        FREE, c -> c.text("trigger_name"), now.minus(LATE).toEpochMilli()));
        if (!forgotten.isEmpty()) {
            LOG.warnf("Jobs that were taken and never begun are free again: %s", String.join(", ", forgotten));
        }
        return forgotten;
    }
}
