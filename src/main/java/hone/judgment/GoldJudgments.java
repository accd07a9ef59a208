package hone.judgment;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Whether people found the known answer of a gold task. */
@ApplicationScoped
public class GoldJudgments {
    /** Which of them count, of a row {@code x}: those that stand, about gold that is in use. */
    public static final String COUNT = """
            exists (select 1 from judgment j where j.id = x.judgment_id and %s)
            and exists (select 1 from gold g where g.task_id = x.task_id and g.retired_at is null)""".formatted(Counting.STANDS);

    private final Sql sql;

    GoldJudgments(Sql sql) {
        this.sql = sql;
    }

    /** Notes a judgment of a gold task that was just stored. Neither a tie nor “both bad” finds an answer. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(Judgment judgment) {
        UUID chosen = judgment.verdict instanceof Verdict.Preferred preferred ? preferred.chosen() : new UUID(0, 0);
        sql.run("""
                insert into gold_judgment (judgment_id, task_id, project_id, labeler_id, kind, found, judged_at)
                select ?, g.task_id, g.project_id, ?, g.kind, g.chosen = ?, ? from gold g where g.task_id = ?""", judgment.id, judgment.labelerId, chosen, judgment.judgedAt, judgment.taskId);
    }
}
