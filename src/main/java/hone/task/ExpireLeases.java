package hone.task;

import hone.web.Sql;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;

/**
 * Frees slots whose lease has ended, so that abandoned work is handed out again. Drafts stay. A queue that finds nothing free
 * also does this at once.
 */
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

    /** @return how many leases were ended */
    @Transactional
    int free(Instant now) {
        return (int) sql.number("select end_leases(?, ?)", now, ROWS_MAX);
    }
}
