package hone.task;

import hone.project.MemberRemoved;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Instant;

/**
 * Frees the slots that a person holds in a project when they leave it, in the same transaction. Their drafts and judgments
 * stay.
 */
@ApplicationScoped
class ReleaseWorkOfRemovedMembers {
    private final EntityManager database;
    private final Sql sql;

    ReleaseWorkOfRemovedMembers(EntityManager database, Sql sql) {
        this.database = database;
        this.sql = sql;
    }

    void onRemoved(@Observes MemberRemoved removed) {
        // The membership is locked first, then the slot, as everywhere, so that a submission at this moment waits
        // instead of deadlocking with this.
        database.flush();
        sql.run("""
                        with held as (
                            select s.task_id, s.number from slot s
                            join assignment a on a.task_id = s.task_id and a.slot_number = s.number and a.state = 'open'
                            where s.project_id = ? and a.labeler_id = ? and s.state = 'taken'
                            order by s.task_id, s.number for update of s),
                        freed as (
                            update slot s
                            set state = case when t.closed_at is null then 'free' else 'closed' end, lease_until = null
                            from held h join task t on t.id = h.task_id
                            where s.task_id = h.task_id and s.number = h.number
                            returning s.task_id, s.number)
                        update assignment a set state = 'released', closed_at = ? from freed f
                        where a.task_id = f.task_id and a.slot_number = f.number and a.state = 'open'""", removed.projectId(), removed.labelerId(), Instant.now());
    }
}
