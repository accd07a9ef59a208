package hone.review;

import hone.contract.Wire;
import hone.judgment.Counting;
import hone.judgment.Judgment;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.TaskMaker;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/** Tasks about which people disagree, noted when a judgment is stored. */
@ApplicationScoped
public class Disagreements {
    /** More judgments than a task can have. */
    private static final int COMPARED_MAX = 20;

    private static final int COUNTED_MAX = 1_000;

    private final Sql sql;
    private final Assignments assignments;
    private final TaskMaker tasks;

    Disagreements(Sql sql, Assignments assignments, TaskMaker tasks) {
        this.sql = sql;
        this.assignments = assignments;
        this.tasks = tasks;
    }

    /**
     * Between a judgment that is about to be stored and those that stand; empty where it is the first of its task. Two that are stored
     * at the same moment wait for each other, so that the second sees the first.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public OptionalDouble spread(Judgment judgment, Assignment assignment) {
        if (!judgment.kind.is(WorkKind.Labor.CHOOSING) || !assignment.slot().isShared()) {
            return OptionalDouble.empty();
        }
        assignments.holdTask(assignment);
        List<Verdict> verdicts = new ArrayList<>(verdicts(judgment.taskId));
        verdicts.add(judgment.verdict);
        return Spread.of(verdicts);
    }

    private List<Verdict> verdicts(UUID task) {
        return sql.list(
                "select j.verdict from judgment j where j.task_id = ? and %s limit %d"
                        .formatted(Counting.STANDS, COMPARED_MAX),
                c -> Wire.read(c.text("verdict"), Verdict.class),
                task);
    }

    /**
     * Notes that people disagree, and asks one more person where the project wants that. What was settled before stays settled.
     *
     * @param judgment that was stored, with what {@link #spread} said of it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(Judgment judgment, Assignment assignment, OptionalDouble spread, Instant now) {
        if (!Spread.isDisagreement(judgment.kind, spread)) {
            return;
        }
        if (assignment.slot().asked() < assignment.slot().askedIfDisputed()
                && !Majority.isReached(verdicts(judgment.taskId))) {
            tasks.askOneMore(judgment.taskId, assignment.slot().askedIfDisputed());
        }
        sql.run(
                """
                insert into disagreement (task_id, project_id, spread, judgments, entered_at)
                select ?, ?, ?, count(*), ? from judgment j where j.task_id = ? and %s having count(*) >= 2
                on conflict (task_id) do update set spread = excluded.spread, judgments = excluded.judgments
                where disagreement.decided_at is null""".formatted(Counting.STANDS),
                judgment.taskId,
                judgment.projectId,
                spread.getAsDouble(),
                now,
                judgment.taskId);
    }

    /** A task that waits to be settled. */
    public record Open(UUID task, double spread, Instant enteredAt) {}

    /**
     * The one with the lowest agreement that a reviewer may see; one whose judgments were taken back meanwhile is dropped on the way.
     *
     * @param passed tasks that they want to see later
     */
    @Transactional
    public Optional<Open> next(UUID project, Reviewer reviewer, UUID[] passed) {
        while (true) {
            Optional<Open> next = sql.first(
                    """
                    select d.task_id, d.spread, d.entered_at from (
                      select * from disagreement where project_id = ? and decided_at is null and task_id <> all (?)
                      order by spread desc, task_id limit %d) d
                    where not may_still_judge(?, d.task_id)
                      and not exists (select 1 from assignment a where a.task_id = d.task_id and a.labeler_id = ?
                        and (a.state <> 'released' or exists (
                          select 1 from judgment j where j.task_id = d.task_id and j.labeler_id = a.labeler_id)))
                    order by d.spread desc, d.task_id limit 1""".formatted(Reviews.SOUGHT_MAX),
                    Disagreements::open,
                    project,
                    passed,
                    reviewer.judge(),
                    reviewer.id());
            if (next.isEmpty() || Spread.isDisagreement(verdicts(next.get().task()))) {
                return next;
            }
            sql.run(
                    "delete from disagreement where task_id = ? and decided_at is null",
                    next.get().task());
        }
    }

    /** One of them by its task, settled or not. */
    public Optional<Open> of(UUID project, UUID task) {
        return sql.first(
                "select task_id, spread, entered_at from disagreement where task_id = ? and project_id = ?",
                Disagreements::open,
                task,
                project);
    }

    private static Open open(Sql.Cells c) throws SQLException {
        return new Open(c.id("task_id"), c.real("spread"), c.time("entered_at"));
    }

    /** How many wait, counted up to a thousand. */
    public long waiting(UUID project) {
        return sql.number("""
                select count(*) from (
                  select 1 from disagreement where project_id = ? and decided_at is null limit %d) waits""".formatted(COUNTED_MAX), project);
    }
}
