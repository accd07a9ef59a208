package hone.task;

import hone.project.MemberRemoved;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Instant;

/** Who leaves a project gives back what they hold, in the same transaction. Their drafts and judgments stay. */
@ApplicationScoped
class ReleaseWorkOfRemovedMembers {
    private final EntityManager database;

    ReleaseWorkOfRemovedMembers(EntityManager database) {
        this.database = database;
    }

    void onRemoved(@Observes MemberRemoved removed) {
        // The slot is locked first, as everywhere, so that a submission at this moment waits instead of killing this.
        database.createNativeQuery("""
                        with held as (
                            select s.task_id, s.number from slot s
                            join assignment a on a.task_id = s.task_id and a.slot_number = s.number and a.state = 'open'
                            where s.project_id = ?1 and a.labeler_id = ?2 and s.state = 'taken'
                            order by s.task_id, s.number for update of s),
                        freed as (
                            update slot s
                            set state = case when t.closed_at is null then 'free' else 'closed' end, lease_until = null
                            from held h join task t on t.id = h.task_id
                            where s.task_id = h.task_id and s.number = h.number
                            returning s.task_id, s.number)
                        update assignment a set state = 'released', closed_at = ?3 from freed f
                        where a.task_id = f.task_id and a.slot_number = f.number and a.state = 'open'""")
                .setParameter(1, removed.projectId())
                .setParameter(2, removed.labelerId())
                .setParameter(3, Instant.now())
                .executeUpdate();
    }
}
