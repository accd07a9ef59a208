package hone.task;

import hone.audit.Audit;
import hone.kind.WorkKind;
import hone.quiz.Quiz;
import hone.quiz.Quizzes;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.TextLimits;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tasks whose answer is known. One is a copy of a task that was judged, so that what people answer to it costs nothing of that task; the
 * copy is closed from the beginning, and handing out gives it a slot each time (V037).
 */
@ApplicationScoped
public class GoldTasks {
    /** Of one kind in a project: handing out chooses among all of them. */
    public static final int ACTIVE_MAX = 200;

    /** Of other kinds no single answer is right. */
    public static final List<WorkKind> KINDS = List.of(WorkKind.COMPARISON);

    private final Sql sql;
    private final Audit audit;
    private final Quizzes quizzes;

    GoldTasks(Sql sql, Audit audit, Quizzes quizzes) {
        this.sql = sql;
        this.audit = audit;
        this.quizzes = quizzes;
    }

    /**
     * @param source the task to be copied
     * @param chosen the answer that should be preferred
     * @return the copy
     * @throws Conflict where it is gold already, or there are too many
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID make(UUID project, UUID source, UUID chosen, UUID by, Instant now) {
        // Two who make gold at the same time wait for each other, so the limit holds.
        sql.first("select 1 as one from project where id = ? for no key update", c -> true, project);
        long active = sql.number("select count(*) from gold where project_id = ? and retired_at is null", project);
        if (active >= ACTIVE_MAX) {
            throw new Conflict(
                    "There are " + ACTIVE_MAX + " gold tasks in use already. Retire some before you add more.");
        }
        UUID copy = Uuid7.next();
        int made = sql.run("""
                with copied as (
                  insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at, closed_at)
                  select ?, t.project_id, t.prompt_id, t.kind, 1, ?, cast(t.id as text), ?, ? from task t
                  where t.id = ? and t.project_id = ? and exists (
                    select 1 from task_answer x where x.task_id = t.id and x.answer_id = ?)
                  on conflict (prompt_id, kind, origin, origin_id, part) do nothing
                  returning id)
                insert into task_answer (task_id, position, answer_id)
                select c.id, x.position, x.answer_id from copied c cross join task_answer x where x.task_id = ?""", copy, TaskMaker.Origin.GOLD.wireName(), now, now, source, project, chosen, source);
        if (made == 0) {
            throw new Conflict("This task is gold already, or it is not there. Nothing was changed.");
        }
        sql.run("""
                insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at)
                select t.id, ?, t.project_id, t.kind, ?, ?, ? from task t where t.id = ?""", source, chosen, by, now, copy);
        audit.note(
                Optional.of(by),
                Optional.of(project),
                "gold.made",
                copy.toString(),
                Map.of("source", source, "chosen", chosen),
                now);
        return copy;
    }

    /**
     * Says why its answer is right, for people who were asked it in a quiz; without a text it says nothing any more.
     *
     * @throws Invalid when the text is too long
     * @throws Conflict where it is gold no more
     */
    @Transactional
    public void explain(UUID project, UUID task, String text, UUID by, Instant now) {
        String explanation = text.strip();
        if (explanation.length() > TextLimits.EXPLANATION) {
            throw Invalid.field(
                    "explanation",
                    "At most " + TextLimits.EXPLANATION + " characters; these are " + explanation.length() + ".");
        }
        boolean active = sql.first(
                        "select retired_at is null as active from gold where task_id = ? and project_id = ? for no key update",
                        c -> c.flag("active"),
                        task,
                        project)
                .orElseThrow(() -> new NotFound("gold task " + task));
        if (!active) {
            throw new Conflict("This task is gold no more. Nothing was changed.");
        }
        boolean nothing = explanation.isEmpty();
        sql.run(
                "update gold set explanation = ?, explained_by = ? where task_id = ?",
                nothing ? null : explanation,
                nothing ? null : by,
                task);
        // Without the words: a deletion request could not reach them there.
        audit.note(
                Optional.of(by),
                Optional.of(project),
                "gold.explained",
                task.toString(),
                Map.of("characters", explanation.length()),
                now);
    }

    /**
     * It is handed to nobody any more, and what people answered counts neither for nor against them. Repeating it changes nothing.
     *
     * @throws Conflict where a quiz that is required would have too few tasks without it
     */
    @Transactional
    public void retire(UUID project, UUID task, UUID by, Instant now) {
        if (sql.first("select 1 as one from gold where task_id = ? and project_id = ?", c -> true, task, project)
                .isEmpty()) {
            throw new NotFound("gold task " + task);
        }
        sql.first("select 1 as one from project where id = ? for no key update", c -> true, project);
        quizzes.needing(task).ifPresent(kind -> {
            throw new Conflict("This is one of the last " + Quiz.TASKS.min() + " tasks of the quiz of "
                    + kind.words().many()
                    + ", which needs as many. Pick another one for it first. Nothing was changed.");
        });
        quizzes.drop(new UUID[] {task});
        int retired = sql.run(
                "update gold set retired_by = ?, retired_at = ? where task_id = ? and retired_at is null",
                by,
                now,
                task);
        if (retired == 1) {
            audit.note(Optional.of(by), Optional.of(project), "gold.retired", task.toString(), Map.of(), now);
        }
    }
}
