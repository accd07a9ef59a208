package hone.judgment;

import hone.contract.Wire;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.UUID;

/** Whether people decide the same when the same answers come again. */
@ApplicationScoped
public class RepeatJudgments {
    /** Which of them count, of a row {@code x}: those of which both judgments stand. */
    public static final String COUNT = """
            exists (select 1 from judgment j where j.id = x.judgment_id and %1$s)
            and exists (select 1 from judgment j where j.id = x.first_id and %1$s)""".formatted(Counting.STANDS);

    private final Sql sql;

    RepeatJudgments(Sql sql) {
        this.sql = sql;
    }

    private record First(UUID id, Verdict verdict) {
        static First read(Sql.Cells c) throws SQLException {
            return new First(c.id("id"), Wire.read(c.text("verdict"), Verdict.class));
        }
    }

    /** Notes the judgment of a repeat that was just stored. Where the first one was withdrawn meanwhile there is nothing to compare. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(Judgment judgment) {
        sql.first("""
                        select j.id, j.verdict from planned_repeat r
                        join judgment j on j.assignment_id = r.first_id and j.labeler_id = r.labeler_id
                        where r.task_id = ? and %s""".formatted(Counting.STANDS), First::read, judgment.taskId)
                .ifPresent(first -> sql.run(
                        """
                        insert into repeat_judgment (judgment_id, first_id, task_id, project_id, labeler_id, kind, outcome, judged_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""",
                        judgment.id,
                        first.id(),
                        judgment.taskId,
                        judgment.projectId,
                        judgment.labelerId,
                        judgment.kind.wireName(),
                        SelfConsistency.of(first.verdict(), judgment.verdict).word(),
                        judgment.judgedAt));
    }
}
