package hone.people;

import hone.kind.WorkKind;
import hone.quiz.QuizTry;
import hone.quiz.Quizzes;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How one member stands with the quiz of a kind of work.
 *
 * @param done whether they get work as far as the quiz goes
 * @param excused whether they do because an admin said so
 * @param tries that have ended; counted up to 20
 * @param open whether they are taking it now
 * @param newest the end of their newest try that has ended
 */
record QuizResults(
        String username,
        String name,
        WorkKind kind,
        boolean done,
        boolean excused,
        long tries,
        boolean open,
        Optional<QuizTry.End> newest) {
    /** By required quizzes only: results of others are kept, and come back with the requirement. */
    @ApplicationScoped
    static class Query {
        private static final int PEOPLE_MAX = 1000;
        private static final int TRIES_MAX = 20;

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        List<QuizResults> of(UUID project) {
            return sql.list(
                    """
                    select l.username, l.display_name, q.kind, s.done, s.excused, s.open, n.tries, t.outcome, t.ended_at, t.found, t.answered
                    from (select x.*, %3$s as newest from quiz x where x.project_id = ? and x.required) q
                    cross join (select * from member where project_id = ? order by labeler_id limit %1$d) m
                    cross join lateral (select * from labeler where id = m.labeler_id offset 0) l
                    cross join lateral (
                      select %2$s as done,
                        exists (select 1 from quiz_grant t where t.labeler_id = m.labeler_id and t.project_id = q.project_id
                          and t.kind = q.kind and t.what = 'pass' and (not q.each_version or t.guideline_version_id = q.newest)) as excused,
                        exists (select 1 from quiz_try t where t.labeler_id = m.labeler_id and t.project_id = q.project_id
                          and t.kind = q.kind and t.outcome is null) as open) s
                    cross join lateral (select count(*) as tries from (
                      select 1 from quiz_try t where t.labeler_id = m.labeler_id and t.project_id = q.project_id and t.kind = q.kind
                        and t.outcome is not null limit %4$d) x) n
                    left join lateral (select * from quiz_try t where t.labeler_id = m.labeler_id and t.project_id = q.project_id
                      and t.kind = q.kind and t.outcome is not null order by t.id desc limit 1) t on true
                    order by lower(l.display_name), l.username, array_position(cast(? as text[]), q.kind)""".formatted(
                                    PEOPLE_MAX,
                                    Quizzes.DONE.formatted("m.labeler_id", "q.newest"),
                                    Quizzes.NEWEST.replace("q.", "x."),
                                    TRIES_MAX),
                    c -> new QuizResults(
                            c.text("username"),
                            c.text("display_name"),
                            WorkKind.of(c.text("kind")),
                            c.flag("done"),
                            c.flag("excused"),
                            c.number("tries"),
                            c.flag("open"),
                            QuizTry.end(c)),
                    project,
                    project,
                    WorkKind.names().toArray(String[]::new));
        }
    }
}
