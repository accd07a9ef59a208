package hone.work;

import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What waits for one person: the number of tasks with a free slot that they have not had yet. Where they are paused, or the work goes
 * to groups of which they are none, only what they have open does. Every count is bounded.
 */
@ApplicationScoped
public class WaitingWork {
    private static final int OTHERS_MAX = 100;

    private final Sql sql;

    WaitingWork(Sql sql) {
        this.sql = sql;
    }

    /**
     * One kind of work in one project.
     *
     * @param tasks free for this person; counted up to 100
     * @param begun by this person: open, or among the last to expire and with a draft that can be taken up again
     */
    public record Kind(String slug, String project, WorkKind kind, long tasks, long begun) {
        static final int COUNTED_MAX = 100;

        public boolean isMany() {
            return tasks >= COUNTED_MAX;
        }
    }

    /** Why a queue is empty: what others hold now, and what this person has judged since a time. */
    public record Left(long withOthers, long judgedToday, int leaseMinutes) {}

    public List<Kind> of(UUID labeler) {
        return sql.list(
                """
                with me as (select cast(? as uuid) as id),
                paused as (select x.project_id from pause x join me on x.labeler_id = me.id where x.lifted_at is null),
                begun as (
                    select t.project_id, t.kind, count(*) as tasks from (
                        (select a.task_id from assignment a join me on a.labeler_id = me.id where a.state = 'open')
                        union all
                        (select a.task_id from (
                             select x.id, x.task_id from assignment x join me on x.labeler_id = me.id
                             where x.state = 'expired' order by x.closed_at desc limit 50) a
                         join draft d on d.assignment_id = a.id
                         where exists (select 1 from slot s where s.task_id = a.task_id and s.state = 'free')
                           and not exists (select 1 from task t join paused on paused.project_id = t.project_id where t.id = a.task_id))) mine
                    join task t on t.id = mine.task_id group by t.project_id, t.kind)
                select p.slug, p.name, k.kind, coalesce(b.tasks, 0) as begun,
                  case when exists (select 1 from paused where paused.project_id = p.id) then 0
                    when p.grouped and exists (select 1 from group_work w where w.project_id = p.id and w.kind = k.kind)
                      and not exists (select 1 from group_work w join group_member g on g.group_id = w.group_id
                        where w.project_id = p.id and w.kind = k.kind and g.labeler_id = me.id) then 0
                    else free_for(me.id, p.id, k.kind, ?) end as tasks
                from me join member m on m.labeler_id = me.id join project p on p.id = m.project_id
                cross join unnest(cast(? as text[])) with ordinality as k (kind, place)
                left join begun b on b.project_id = p.id and b.kind = k.kind
                order by p.name, p.id, k.place""",
                c -> new Kind(
                        c.text("slug"),
                        c.text("name"),
                        WorkKind.of(c.text("kind")),
                        c.number("tasks"),
                        c.number("begun")),
                labeler,
                Kind.COUNTED_MAX,
                WorkKind.names().toArray(String[]::new));
    }

    public Left left(UUID project, WorkKind kind, UUID labeler, Instant dayStart) {
        return sql.first(
                        """
                        select
                          (select count(*) from (
                             select 1 from slot s join assignment a
                               on a.task_id = s.task_id and a.slot_number = s.number and a.state = 'open'
                             where s.project_id = p.id and s.kind = ? and s.state = 'taken' and a.labeler_id <> ?
                             limit ?) held) as with_others,
                          (select coalesce(sum(judged), 0) from judged_quarter where labeler_id = ? and quarter >= ?) as judged_today,
                          p.lease_minutes
                        from project p where p.id = ?""",
                        c -> new Left(
                                c.number("with_others"), c.number("judged_today"), (int) c.number("lease_minutes")),
                        kind.wireName(),
                        labeler,
                        OTHERS_MAX,
                        labeler,
                        dayStart,
                        project)
                .orElseThrow();
    }
}
