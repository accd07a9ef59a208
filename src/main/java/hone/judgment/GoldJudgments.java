package hone.judgment;

import hone.evaluation.Share;
import hone.task.Assignments;
import hone.task.GoldFound;
import hone.task.GoldMinimum;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Whether people found the known answer of a gold task. */
@ApplicationScoped
public class GoldJudgments implements GoldFound {
    /** Which of them count, of a row {@code x}: those that stand, about gold that is in use. */
    public static final String COUNT = """
            exists (select 1 from judgment j where j.id = x.judgment_id and %s)
            and exists (select 1 from gold g where g.task_id = x.task_id and g.retired_at is null)""".formatted(Counting.STANDS);

    private final Sql sql;

    GoldJudgments(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Share> newest(Whose whose, Instant after) {
        return sql.first(
                """
                select count(*) filter (where x.found) as found, count(*) as counted from (
                  select x.found from gold_judgment x
                  where x.project_id = ? and x.labeler_id = ? and x.kind = ? and x.judged_at > ?
                    and x.judged_at < coalesce((select min(o.closed_at) from (
                      select a.closed_at from assignment a where a.labeler_id = ? and a.state in ('judged', 'skipped')
                      order by a.closed_at desc limit %d) o), 'epoch') and %s
                  order by x.judged_at desc limit %d) x having count(*) > 0""".formatted(Assignments.UNDO_STEPS_MAX, COUNT, GoldMinimum.NEWEST),
                c -> new Share((double) c.number("found") / c.number("counted"), c.number("counted")),
                whose.project(),
                whose.labeler(),
                whose.kind().wireName(),
                after,
                whose.labeler());
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
