package hone.quizzes;

import hone.kind.WorkKind;
import hone.task.GoldTasks;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * A gold task that may be part of a quiz.
 *
 * @param prompt the beginning of it
 * @param chosen the beginning of the answer that should be preferred
 * @param explained whether it says why that is the right one
 */
record Pickable(UUID id, String prompt, String chosen, boolean explained) {
    @ApplicationScoped
    static class Query {
        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /**
         * Newest first.
         *
         * @param judge the reader if work is handed to them too: what may be asked of them is left out
         */
        List<Pickable> of(UUID project, WorkKind kind, UUID judge) {
            return sql.list(
                    """
                    select g.task_id, left(p.messages -> -1 ->> 'content', 161) as prompt, left(c.text, 161) as chosen,
                      g.explanation is not null as explained
                    from (select * from gold where project_id = ? and kind = ? and retired_at is null and not may_still_judge(?, task_id)
                          order by task_id desc limit %d) g
                    cross join lateral (select prompt_id from task where id = g.task_id offset 0) t
                    cross join lateral (select messages from prompt where id = t.prompt_id offset 0) p
                    cross join lateral (select text from answer where id = g.chosen offset 0) c
                    order by g.task_id desc""".formatted(GoldTasks.ACTIVE_MAX),
                    c -> new Pickable(c.id("task_id"), c.text("prompt"), c.text("chosen"), c.flag("explained")),
                    project,
                    kind.wireName(),
                    judge);
        }

        /** How many there are in all. */
        long count(UUID project, WorkKind kind) {
            return sql.number(
                    "select count(*) from gold where project_id = ? and kind = ? and retired_at is null",
                    project,
                    kind.wireName());
        }
    }
}
