package hone.questions;

import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One question and the task at which it came up.
 *
 * @param kind of work
 * @param number of the guideline version that leaves it open
 */
record AskedQuestion(
        UUID id,
        WorkKind kind,
        int number,
        String by,
        String text,
        Instant at,
        UUID task,
        String prompt,
        Optional<Answer> answer) {
    record Answer(String text, String by, Instant at) {}

    /** Reads the questions of a project, each with its task. */
    @ApplicationScoped
    static class Query {
        private static final int SHOWN_MAX = 200;

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /**
         * All questions about a project's guidelines: unanswered ones first, the oldest of them on top; then the answered ones among
         * the latest, most recent answer first. The task at which one came up is hidden from anybody who may still judge it. Details
         * are looked up per question ("offset 0" keeps the planner from joining whole tables instead, which is cheaper while they
         * are small).
         */
        List<AskedQuestion> of(UUID project, UUID judge) {
            return sql.list(
                    """
                    with ours as (
                      select v.id, v.number, g.kind from guideline g join guideline_version v on v.guideline_id = g.id
                      where g.project_id = ?),
                    q as (
                      (select ours.kind, ours.number, n.* from ours cross join lateral (
                         select * from guideline_question o
                         where o.version_id = ours.id and o.answered_at is null order by o.asked_at limit %1$d) n
                       order by n.asked_at limit %1$d)
                      union all
                      (select ours.kind, ours.number, n.* from ours cross join lateral (
                         select * from guideline_question d
                         where d.version_id = ours.id and d.answered_at is not null order by d.asked_at desc limit %1$d) n
                       order by n.asked_at desc limit %1$d))
                    select q.id, q.kind, q.number, l.display_name, q.text, q.asked_at, w.task_id,
                      case when may_still_judge(?, w.task_id) then '' else w.prompt end as prompt, q.answer, coalesce(b.display_name, '') as answered_by, q.answered_at
                    from q
                    cross join lateral (select display_name from labeler where id = q.labeler_id offset 0) l
                    cross join lateral (
                      select a.task_id, left(p.messages -> -1 ->> 'content', 161) as prompt
                      from assignment a join task t on t.id = a.task_id join prompt p on p.id = t.prompt_id
                      where a.id = q.assignment_id offset 0) w
                    left join lateral (select display_name from labeler where id = q.answered_by offset 0) b on true
                    order by q.answered_at is not null, case when q.answered_at is null then q.asked_at end,
                      q.answered_at desc limit %1$d""".formatted(SHOWN_MAX),
                    c -> new AskedQuestion(
                            c.id("id"),
                            WorkKind.of(c.text("kind")),
                            (int) c.number("number"),
                            c.text("display_name"),
                            c.text("text"),
                            c.time("asked_at"),
                            c.id("task_id"),
                            c.text("prompt"),
                            answer(c)),
                    project,
                    judge);
        }

        private static Optional<Answer> answer(Sql.Cells c) throws SQLException {
            Optional<String> text = c.maybeText("answer");
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Answer(text.get(), c.text("answered_by"), c.time("answered_at")));
        }
    }
}
