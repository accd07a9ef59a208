package hone.task;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.UUID;

/**
 * What is asked first. When the project's current model is its k-th, tasks about its answers, and tasks without a model's
 * answers made meanwhile, get priority 2k, so they come before everything asked earlier without a change to it. Answers of a
 * model newer than the current one come in between, at 2k + 1, because people judge it before it is made current. Complaints
 * come first.
 */
@ApplicationScoped
class TaskPriority {
    static final int COMPLAINT = 1_000_000;

    private final Sql sql;

    TaskPriority(Sql sql) {
        this.sql = sql;
    }

    /** @param models whose answers the task is about; empty: no model's */
    int of(UUID project, Collection<UUID> models) {
        return (int) sql.number("""
                with made as (
                  select model_version_id, row_number() over (order by sequence) as nth
                  from current_model where project_id = ?),
                now as (
                  select made.nth, v.created_at from made join model_version v on v.id = made.model_version_id
                  order by made.nth desc limit 1)
                select coalesce(
                  (select max(case
                     when last.nth is not null then 2 * last.nth
                     when now.nth is null or v.created_at > now.created_at then 2 * coalesce(now.nth, 0) + 1
                     else 0 end)
                   from model_version v
                   left join (select model_version_id, max(nth) as nth from made group by model_version_id) last
                     on last.model_version_id = v.id
                   left join now on true
                   where v.id = any(?)),
                  (select 2 * nth from now), 0)""", project, models.toArray(UUID[]::new));
    }
}
