package hone.openlineage;

import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends lineage events by each transport in order, one at a time; the instance that holds the lease of the first waiting event sends
 * it. An event that is not accepted is retried for a day and then given up.
 */
@ApplicationScoped
class SendLineage {
    private static final Logger LOG = Logger.getLogger(SendLineage.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);
    private static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int PROBLEM_CHARACTERS_MAX = 300;

    private final LineageConfig config;
    private final Transports transports;
    private final Sql sql;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private List<Thread> threads = List.of();

    SendLineage(LineageConfig config, Transports transports, Sql sql) {
        this.config = config;
        this.transports = transports;
        this.sql = sql;
    }

    private record Waiting(long sequence, String payload, Instant createdAt, int attempts) {}

    void start(@Observes StartupEvent event) {
        threads = transports.all().stream()
                .map(transport -> Thread.ofPlatform()
                        .name("lineage-" + transport.name())
                        .daemon()
                        .start(() -> loop(transport)))
                .toList();
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stopped.countDown();
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void loop(Transport transport) {
        try {
            while (!stopped.await(config.tick().toMillis(), TimeUnit.MILLISECONDS)) {
                sendAll(transport);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll(Transport transport) throws InterruptedException {
        try {
            for (Optional<Waiting> first = take(transport);
                    first.isPresent() && stopped.getCount() > 0;
                    first = take(transport)) {
                if (!told(first.get(), transport.send(first.get().payload()))) {
                    return; // Later events wait for this one.
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("Lineage not sent, nothing is lost, next try in %s: %s", config.tick(), e.getMessage());
        }
    }

    private Optional<Waiting> take(Transport transport) {
        Instant now = Instant.now();
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.first(
                        """
                        update lineage_event set lease_until = ?, attempts = attempts + 1
                        where sequence = (
                            select sequence from lineage_event where transport = ? and sent_at is null and given_up_at is null
                            order by sequence limit 1)
                          and due_at <= ? and (lease_until is null or lease_until < ?)
                        returning sequence, payload, created_at, attempts""",
                        c -> new Waiting(c.number("sequence"), c.text("payload"), c.time("created_at"), (int)
                                c.number("attempts")),
                        now.plus(LEASE),
                        transport.name(),
                        now,
                        now));
    }

    private boolean told(Waiting event, Optional<String> problem) {
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            if (problem.isEmpty()) {
                sql.run(
                        "update lineage_event set sent_at = ?, problem = null where sequence = ?",
                        now,
                        event.sequence());
                return;
            }
            boolean over = event.createdAt().isBefore(now.minus(GIVEN_UP_AFTER));
            String why = problem.get()
                    .substring(0, Math.min(PROBLEM_CHARACTERS_MAX, problem.get().length()));
            long seconds = Math.min(PAUSE_MAX.toSeconds(), 1L << Math.min(event.attempts(), 20));
            sql.run(
                    "update lineage_event set problem = ?, due_at = ?, lease_until = null, given_up_at = ? where sequence = ?",
                    why,
                    now.plusSeconds(seconds),
                    over ? now : null,
                    event.sequence());
            LOG.warnf(
                    "Lineage event %d: %s %s",
                    event.sequence(), why, over ? "Given up." : "Sent again in " + seconds + " s.");
        });
        return problem.isEmpty();
    }

    /** Deletes events that were sent or given up long ago. */
    @Scheduled(every = "1h", delayed = "9m", identity = "lineage-events")
    void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run(
                        "delete from lineage_event where sent_at < ? or given_up_at < ?",
                        Instant.now().minus(KEPT),
                        Instant.now().minus(KEPT.multipliedBy(4))));
    }
}
