package hone.task;

import hone.quiz.Quizzes;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Work about prompts that were deleted is handed to nobody any more, and what was typed for deleted judgments is forgotten. */
@ApplicationScoped
public class CloseDeletedWork {
    private final Sql sql;
    private final Quizzes quizzes;

    CloseDeletedWork(Sql sql, Quizzes quizzes) {
        this.sql = sql;
        this.quizzes = quizzes;
    }

    /**
     * Why an answer is right goes with the prompt that it is about, with a text that it may quote, and with whoever wrote it.
     *
     * @param about {@code judgment}, {@code prompt} or {@code person}
     * @param judgments that are deleted
     * @return how many were deleted
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int forgetExplanations(UUID project, String about, UUID subject, UUID[] judgments) {
        String concerned = switch (about) {
            case "prompt" -> "(select t.prompt_id from task t where t.id = g.task_id) = ?";
            case "person" -> "g.explained_by = ?";
            // Of a judgment only what its author wrote may be quoted.
            default -> "cast(? as uuid) is null";
        };
        return sql.run("""
                update gold g set explanation = null, explained_by = null
                where g.project_id = ? and g.explanation is not null and (%s or exists (
                  select 1 from task_answer x join answer w on w.id = x.answer_id
                  where x.task_id = g.task_id and w.judgment_id = any (?)))""".formatted(concerned), project, subject, judgments);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(UUID[] assignments, List<UUID> prompts) {
        UUID[] about = prompts.toArray(UUID[]::new);
        sql.run("delete from draft where assignment_id = any(?)", (Object) assignments);
        sql.run("""
                delete from draft where assignment_id in (
                  select a.id from assignment a join task t on t.id = a.task_id where t.prompt_id = any(?))""", (Object) about);
        sql.run("""
                update slot set state = 'closed'
                where state = 'free' and task_id in (select id from task where prompt_id = any(?))""", (Object) about);
        quizzes.drop(sql.list("""
                        update gold set retired_at = now(), retired_by = set_by
                        where retired_at is null and task_id in (select id from task where prompt_id = any(?)) returning task_id""", c -> c.id("task_id"), (Object) about).toArray(UUID[]::new));
        sql.run("update task set closed_at = now() where prompt_id = any(?) and closed_at is null", (Object) about);
    }
}
