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
