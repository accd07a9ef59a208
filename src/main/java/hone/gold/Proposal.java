package hone.gold;

import hone.judgment.Counting;
import hone.kind.WorkKind;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A task that could be gold, because people agree about it or a reviewer has settled it.
 *
 * @param chosen the answer that is preferred
 * @param people who prefer it; 0 where a reviewer has settled it
 */
record Proposal(UUID task, UUID chosen, long people, Assignment assignment) {
    /** As the page numbers answers. */
    public int number() {
        int number = 1;
        for (Assignment.Shown answer : assignment.answers()) {
            if (answer.id().equals(chosen)) {
                return number;
            }
            number++;
        }
        throw new IllegalStateException("task " + task + " does not have the answer that is preferred");
    }

    public boolean isSettled() {
        return people == 0;
    }

    @ApplicationScoped
    static class Query {
        /** Of the newest comparisons so many are looked at, and so many tasks that were settled. */
        private static final int COMPARISONS_MAX = 1_000;

        private static final int SETTLED_MAX = 100;

        /** So many must agree. */
        private static final int PEOPLE_MIN = 3;

        private static final String PROPOSED = """
                with newest as (
                  select j.task_id, j.accepted_at, j.verdict ->> 'chosen' as chosen from judgment j
                  where j.project_id = ? and %1$s and j.kind = '%2$s'
                  order by j.accepted_at desc, j.id desc limit %3$d),
                settled as (
                  select * from disagreement where project_id = ? and adopted_id is not null order by decided_at desc limit %4$d),
                proposed as (
                  select n.task_id, min(n.chosen) as chosen, count(*) as people, max(n.accepted_at) as at from newest n
                  group by n.task_id
                  having count(n.chosen) = count(*) and count(*) >= %5$d and min(n.chosen) = max(n.chosen)
                  union all
                  select d.task_id, j.verdict ->> 'chosen', 0, d.decided_at from settled d
                  cross join lateral (select * from judgment j where j.id = d.adopted_id offset 0) j
                  where %1$s and j.kind = '%2$s' and j.verdict ->> 'chosen' is not null)
                select p.task_id, cast(p.chosen as uuid) as chosen, p.people, a.id as assignment_id, a.labeler_id
                from proposed p cross join lateral (
                  select a.id, a.labeler_id from assignment a where a.task_id = p.task_id and a.state = 'judged' limit 1) a
                where not exists (select 1 from gold g where g.source_id = p.task_id)
                  and %6$s and not may_still_judge(?, p.task_id)
                order by p.at desc, p.task_id limit 1""";

        private final Sql sql;
        private final Assignments assignments;

        Query(Sql sql, Assignments assignments) {
            this.sql = sql;
            this.assignments = assignments;
        }

        /** What was read, before the task is. */
        private record Row(UUID task, UUID chosen, long people, UUID assignment, UUID labeler) {}

        /**
         * The newest.
         *
         * @param passed tasks that the reader wants to see later
         * @param judge the reader if work is handed to them too: then nothing of it is shown that may still come to them
         */
        Optional<Proposal> next(UUID project, UUID[] passed, UUID judge) {
            return sql.first(query("p.task_id <> all (?)"), Query::row, project, project, passed, judge)
                    .map(this::proposal);
        }

        /** The one about a task, if it is proposed still. */
        Optional<Proposal> about(UUID project, UUID task, UUID judge) {
            return sql.first(query("p.task_id = ?"), Query::row, project, project, task, judge)
                    .map(this::proposal);
        }

        private static String query(String which) {
            return PROPOSED.formatted(
                    Counting.COUNTS, WorkKind.COMPARISON.wireName(), COMPARISONS_MAX, SETTLED_MAX, PEOPLE_MIN, which);
        }

        private static Row row(Sql.Cells c) throws SQLException {
            return new Row(
                    c.id("task_id"), c.id("chosen"), c.number("people"), c.id("assignment_id"), c.id("labeler_id"));
        }

        private Proposal proposal(Row row) {
            return new Proposal(
                    row.task(), row.chosen(), row.people(), assignments.of(row.assignment(), row.labeler()));
        }
    }
}
