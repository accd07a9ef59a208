package hone.task;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Abandoned work comes back: a slot whose lease has ended is free again. Drafts stay. */
@ApplicationScoped
class ExpireLeases {
    /** A bound for one statement; the next tick takes the rest. */
    private static final int ROWS_MAX = 500;

    private final EntityManager database;

    ExpireLeases(EntityManager database) {
        this.database = database;
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void tick() {
        free(Instant.now());
    }

    /** @return how many leases ended */
    @Transactional
    int free(Instant now) {
        return database.createNativeQuery("""
                        with ended as (
                            select task_id, number from slot where state = 'taken' and lease_until < ?1
                            order by lease_until limit ?2 for update skip locked),
                        freed as (
                            update slot s
                            set state = case when t.closed_at is null then 'free' else 'closed' end, lease_until = null
                            from ended e join task t on t.id = e.task_id
                            where s.task_id = e.task_id and s.number = e.number
                            returning s.task_id, s.number)
                        update assignment a set state = 'expired', closed_at = ?1 from freed f
                        where a.task_id = f.task_id and a.slot_number = f.number and a.state = 'open'""")
                .setParameter(1, now)
                .setParameter(2, ROWS_MAX)
                .executeUpdate();
    }
}
