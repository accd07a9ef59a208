package hone.ordering;

import hone.kind.HandingOrder;
import hone.score.ScoresStored;
import hone.task.SlotRanks;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;

/**
 * What reward models say of a task changes how much a judgment of it may tell. Its rank is taken away, so that it is scored as a new task
 * is: within seconds, and last of its priority until then.
 */
@ApplicationScoped
class RankScoredTasks {
    /** One answer may stand in several tasks; of one event there are few answers. */
    private static final int TASKS_MAX = 200;

    private final Sql sql;
    private final SlotRanks ranks;

    RankScoredTasks(Sql sql, SlotRanks ranks) {
        this.sql = sql;
        this.ranks = ranks;
    }

    void onScores(@Observes ScoresStored stored) {
        List<UUID> tasks = sql.list(
                """
                select distinct t.id from task_answer x join task t on t.id = x.task_id
                join task_ordering o on o.project_id = t.project_id and o.kind = t.kind and o.handing_order = ?
                where x.answer_id = any(?) and t.project_id = ? and t.closed_at is null
                order by t.id limit %d""".formatted(TASKS_MAX),
                c -> c.id("id"),
                HandingOrder.INFORMATIVE.wireName(),
                stored.answers().toArray(UUID[]::new),
                stored.project());
        if (!tasks.isEmpty()) {
            ranks.putBehind(tasks);
        }
    }
}
