package hone.quiz;

import hone.audit.Audit;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The quizzes of projects, and of which tasks they consist. */
@ApplicationScoped
public class Quizzes {
    /** Whether somebody may work as far as a quiz {@code q} goes. Parameters: whom it is about, twice. */
    public static final String DONE = """
            exists (select 1 from quiz_try t where t.labeler_id = %1$s and t.project_id = q.project_id and t.kind = q.kind
                and t.outcome = 'passed' and (not q.each_version or t.guideline_version_id = %2$s))
              or exists (select 1 from quiz_grant t where t.labeler_id = %1$s and t.project_id = q.project_id and t.kind = q.kind
                and t.what = 'pass' and (not q.each_version or t.guideline_version_id = %2$s))""";

    /** The guideline's newest version, for a quiz {@code q}. */
    public static final String NEWEST = """
            (select v.id from guideline u join guideline_version v on v.guideline_id = u.id
             where u.project_id = q.project_id and u.kind = q.kind order by v.number desc limit 1)""";

    private final Sql sql;
    private final Project.Repo projects;
    private final Audit audit;

    Quizzes(Sql sql, Project.Repo projects, Audit audit) {
        this.sql = sql;
        this.projects = projects;
        this.audit = audit;
    }

    /** Empty where none was ever set up. */
    public Optional<Quiz> of(UUID project, WorkKind kind) {
        return sql.first("""
                select project_id, kind, required, pass_percent, tries_max, wait_days, each_version, feedback from quiz
                where project_id = ? and kind = ?""", Quizzes::quiz, project, kind.wireName());
    }

    private static Quiz quiz(Sql.Cells c) throws SQLException {
        return new Quiz(
                c.id("project_id"),
                WorkKind.of(c.text("kind")),
                c.flag("required"),
                (int) c.number("pass_percent"),
                (int) c.number("tries_max"),
                (int) c.number("wait_days"),
                c.flag("each_version"),
                Feedback.named(c.text("feedback")).orElseThrow());
    }

    public List<UUID> tasks(UUID project, WorkKind kind) {
        return sql.list(
                "select task_id from quiz_task where project_id = ? and kind = ? order by task_id limit %d"
                        .formatted(Quiz.TASKS.max()),
                c -> c.id("task_id"),
                project,
                kind.wireName());
    }

    /** Whether work of the kind is kept from a person by a quiz that they have not passed. */
    public boolean isMissing(UUID project, WorkKind kind, UUID labeler) {
        return sql.first(
                        "select 1 as one from quiz q where q.project_id = ? and q.kind = ? and q.required and not (%s)"
                                .formatted(DONE.formatted("?", NEWEST)),
                        c -> true,
                        project,
                        kind.wireName(),
                        labeler,
                        labeler)
                .isPresent();
    }

    /**
     * The settings of a quiz and its tasks, in place of those before. Tries that are being taken go on as they were begun.
     *
     * @param tasks gold of the project and the kind
     */
    @Transactional
    public void store(Quiz quiz, List<UUID> tasks, UUID by, Instant now) {
        // Two who save at the same time wait for each other.
        sql.first("select 1 as one from project where id = ? for no key update", c -> true, quiz.project());
        String kind = quiz.kind().wireName();
        sql.run(
                """
                insert into quiz (project_id, kind, required, pass_percent, tries_max, wait_days, each_version, feedback)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (project_id, kind) do update set required = excluded.required, pass_percent = excluded.pass_percent,
                  tries_max = excluded.tries_max, wait_days = excluded.wait_days, each_version = excluded.each_version,
                  feedback = excluded.feedback""",
                quiz.project(),
                kind,
                quiz.required(),
                quiz.passPercent(),
                quiz.triesMax(),
                quiz.waitDays(),
                quiz.eachVersion(),
                quiz.feedback().word());
        UUID[] picked = tasks.toArray(UUID[]::new);
        sql.run(
                "delete from quiz_task where project_id = ? and kind = ? and task_id <> all (?)",
                quiz.project(),
                kind,
                picked);
        sql.run("""
                insert into quiz_task (task_id, project_id, kind) select x, ?, ? from unnest(cast(? as uuid[])) x
                on conflict (task_id) do nothing""", quiz.project(), kind, picked);
        boolean any = sql.first(
                        "select 1 as one from quiz where project_id = ? and required limit 1",
                        c -> true,
                        quiz.project())
                .isPresent();
        projects.findById(quiz.project()).quizRequired = any;
        audit.note(
                Optional.of(by),
                Optional.of(quiz.project()),
                "project.quiz-changed",
                quiz.project().toString(),
                Map.of(
                        "kind", kind,
                        "required", quiz.required(),
                        "passPercent", quiz.passPercent(),
                        "tries", quiz.triesMax(),
                        "waitDays", quiz.waitDays(),
                        "eachVersion", quiz.eachVersion(),
                        "feedback", quiz.feedback().word(),
                        "tasks", tasks),
                now);
    }

    /** The kind whose quiz is required and would have too few tasks without this one. */
    public Optional<WorkKind> needing(UUID task) {
        return sql.first("""
                select q.kind from quiz_task x join quiz q on q.project_id = x.project_id and q.kind = x.kind
                where x.task_id = ? and q.required
                  and (select count(*) from quiz_task o where o.project_id = x.project_id and o.kind = x.kind) <= ?""", c -> WorkKind.of(c.text("kind")), task, Quiz.TASKS.min());
    }

    /** These are gold no more: no quiz has them, and tries that are being taken ask them no more. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void drop(UUID[] tasks) {
        sql.run("delete from quiz_task where task_id = any (?)", (Object) tasks);
        sql.run("""
                update quiz_question q set dropped = true from quiz_try t
                where t.id = q.try_id and t.outcome is null and q.found is null and q.task_id = any (?)""", (Object) tasks);
    }
}
