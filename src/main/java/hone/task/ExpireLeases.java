package hone.task;

import hone.web.Sql;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Abandoned work comes back: a slot whose lease has ended is free again. Drafts stay. Who finds nothing free looks at once. */
@ApplicationScoped
class ExpireLeases {
    /** A bound for one statement; the next tick takes the rest. */
    private static final int ROWS_MAX = 500;

    private final Sql sql;

    ExpireLeases(Sql sql) {
        this.sql = sql;
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void tick() {
        free(Instant.now());
    }

    /** @return how many leases ended */
    @Transactional
    int free(Instant now) {
        return (int) sql.number("select end_leases(?, ?)", now, ROWS_MAX);
    }
}
