package hone.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What waits for one person: counts of tasks that have a free slot and that they have not had. */
@ApplicationScoped
public class WaitingWork {
    private final EntityManager database;

    WaitingWork(EntityManager database) {
        this.database = database;
    }

    /**
     * One kind of work in one project.
     *
     * @param tasks free for this person; counted to 1,000 at most
     * @param begun of this person: open, or expired with a draft that can be taken up again
     */
    public record Kind(String slug, String project, String kind, long tasks, long begun) {
        static final int COUNTED_MAX = 1_000;

        public boolean isMany() {
            return tasks >= COUNTED_MAX;
        }
    }

    /** Why a queue is empty: what others hold now, and what this person judged since a time. */
    public record Left(long withOthers, long judgedToday, int leaseMinutes) {}

    @Transactional
    public List<Kind> of(UUID labeler) {
        List<?> rows = database.createNativeQuery("""
                        select p.slug, p.name, k.kind,
                          (select count(*) from (
                              select distinct s.task_id from slot s
                              where s.project_id = p.id and s.kind = k.kind and s.state = 'free'
                                and not exists (
                                    select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = ?1)
                              limit 1000) free),
                          (select count(*) from assignment a join task t on t.id = a.task_id
                              where a.labeler_id = ?1 and t.project_id = p.id and t.kind = k.kind
                                and (a.state = 'open' or a.state = 'expired'
                                    and exists (select 1 from draft d where d.assignment_id = a.id)
                                    and exists (select 1 from slot s where s.task_id = a.task_id and s.state = 'free')))
                        from member m join project p on p.id = m.project_id
                        cross join (values ('comparison', 1), ('ranking', 2), ('correction', 3), ('demonstration', 4))
                            as k(kind, place)
                        where m.labeler_id = ?1
                        order by p.name, k.place""", Object[].class)
                .setParameter(1, labeler)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(r -> new Kind(
                        (String) r[0],
                        (String) r[1],
                        (String) r[2],
                        ((Number) r[3]).longValue(),
                        ((Number) r[4]).longValue()))
                .toList();
    }

    @Transactional
    public Left left(UUID project, WorkKind kind, UUID labeler, Instant dayStart) {
        Object[] row = (Object[]) database.createNativeQuery("""
                        select
                          (select count(*) from slot s join assignment a
                               on a.task_id = s.task_id and a.slot_number = s.number and a.state = 'open'
                             where s.project_id = ?1 and s.kind = ?2 and s.state = 'taken' and a.labeler_id <> ?3),
                          (select count(*) from assignment a where a.labeler_id = ?3 and a.state = 'judged'
                             and a.closed_at >= ?4),
                          (select lease_minutes from project where id = ?1)""", Object[].class)
                .setParameter(1, project)
                .setParameter(2, kind.wireName())
                .setParameter(3, labeler)
                .setParameter(4, dayStart)
                .getSingleResult();
        return new Left(((Number) row[0]).longValue(), ((Number) row[1]).longValue(), ((Number) row[2]).intValue());
    }
}
