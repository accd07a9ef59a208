package hone.outbox;

import hone.web.LabelersFirst;
import hone.web.Sql;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Deletes what Kafka has had for a while: nothing reads it again, and it holds texts that somebody may want to be gone. */
@ApplicationScoped
class PruneOutbox {
    private static final int ROWS_AT_A_TIME = 200;
    /** In one go; the next tick goes on. */
    private static final int TIMES_MAX = 2_500;

    private final Sql sql;
    private final OutboxConfig config;
    private final LabelersFirst labelers;

    PruneOutbox(Sql sql, OutboxConfig config, LabelersFirst labelers) {
        this.sql = sql;
        this.config = config;
        this.labelers = labelers;
    }

    @Scheduled(identity = "prune-outbox", every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        Instant sentBefore = Instant.now().minus(config.kept());
        for (int time = 0; time < TIMES_MAX; time++) {
            long began = System.nanoTime();
            if (prune(sentBefore) == 0) {
                return;
            }
            labelers.giveWay(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /**
     * The oldest rows are looked at, and those of them that were sent go. Where an outage has left more unsent ones than that, the rest
     * waits for their end.
     *
     * @return how many went
     */
    int prune(Instant sentBefore) {
        return sql.run("""
                delete from outbox where sequence in (
                  select o.sequence from (select sequence, sent_at from outbox order by sequence limit %d) o where o.sent_at < ?)""".formatted(ROWS_AT_A_TIME), sentBefore);
    }
}
