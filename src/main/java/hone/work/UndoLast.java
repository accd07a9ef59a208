package hone.work;

import hone.judgment.Counting;
import hone.judgment.Judgment;
import hone.judgment.RefusalMessages;
import hone.judgment.WithdrawJudgment;
import hone.review.Reviews;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.TaskMaker;
import hone.task.TaskQueue;
import hone.web.Conflict;
import hone.web.NotFound;
import hone.web.ReaderLanguage;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Undoes one of the last things a person did. A judgment stays as a fact; a task that they gave back is theirs again, unless
 * somebody else has it by now. Either way it is in their hands with the form as it was.
 */
@ApplicationScoped
public class UndoLast {
    private static final Logger LOG = Logger.getLogger(UndoLast.class);

    private final EntityManager database;
    private final Sql sql;
    private final Assignments assignments;
    private final Judgment.Repo judgments;
    private final WithdrawJudgment withdrawJudgment;
    private final Reviews reviews;
    private final TaskMaker tasks;

    UndoLast(
            EntityManager database,
            Sql sql,
            Assignments assignments,
            Judgment.Repo judgments,
            WithdrawJudgment withdrawJudgment,
            Reviews reviews,
            TaskMaker tasks) {
        this.database = database;
        this.sql = sql;
        this.assignments = assignments;
        this.judgments = judgments;
        this.withdrawJudgment = withdrawJudgment;
        this.reviews = reviews;
        this.tasks = tasks;
    }

    /**
     * @return what the page says about it
     * @throws NotFound when the assignment belongs to somebody else, or nothing was done with it
     * @throws Conflict when it is too far back, a dataset was frozen with it, or the task now belongs to somebody else
     */
    @Transactional
    public String undo(UUID assignmentId, UUID labeler, Instant now) {
        Assignment assignment = assignments.hold(assignmentId, labeler);
        return switch (assignment.state()) {
            case OPEN -> "undone"; // The second click of a double click.
            case JUDGED -> withdraw(assignment, now);
            case SKIPPED -> takeBack(assignment, now);
            case EXPIRED, RELEASED -> throw new NotFound("judgment of assignment " + assignmentId);
        };
    }

    private String withdraw(Assignment assignment, Instant now) {
        Judgment judgment = judgments
                .standing(assignment.id())
                .orElseThrow(() ->
                        new Conflict(ReaderLanguage.words(RefusalMessages.class).reviewed()));
        // Freezing refers to the judgment, so it waits for this lock, or this waits for it.
        database.lock(judgment, LockModeType.PESSIMISTIC_WRITE);
        refuse(settled(assignment));
        withdrawJudgment.withdraw(judgment, "undone by the labeler", now);
        tasks.askOneLess(judgment.taskId);
        reviews.forget(judgment.id);
        judgments.uncount(judgment);
        LOG.infof("judgment %s of assignment %s withdrawn", judgment.id, assignment.id());
        assignments.reopened(assignment, TaskQueue.leaseEnd(assignment.project(), now));
        return "undone";
    }

    private String takeBack(Assignment assignment, Instant now) {
        refuse(settled(assignment));
        if (assignments
                .retake(assignment, TaskQueue.leaseEnd(assignment.project(), now))
                .isEmpty()) {
            throw new Conflict(ReaderLanguage.words(RefusalMessages.class).takenByOthers());
        }
        return "taken-back";
    }

    /** What this person did last, if it can still be undone: no dataset was frozen with it, and nobody else has the task now. */
    public Optional<UUID> undoable(UUID labeler) {
        return sql.first("select " + UNDOABLE, c -> c.maybeId("undoable"), labeler)
                .flatMap(id -> id);
    }

    /** As a column: the assignment, or null. Its parameter is the person. */
    static final String UNDOABLE = """
            (select last.id from (
                 select a.id, a.task_id, a.state, a.labeler_id from assignment a
                 where a.labeler_id = ? and a.state in ('judged', 'skipped') order by a.closed_at desc limit 1) last
             where case last.state
               when 'judged' then not exists (
                 select 1 from judgment j join dataset_judgment d on d.judgment_id = j.id
                 where j.assignment_id = last.id and %1$s)
               and exists (
                 select 1 from judgment j left join review r on r.judgment_id = j.id
                 where j.assignment_id = last.id and %1$s and j.labeler_id = last.labeler_id and r.outcome is null)
               and not exists (select 1 from planned_repeat r where r.first_id = last.id)
               else exists (select 1 from slot s where s.task_id = last.task_id and s.state = 'free')
                 or exists (select 1 from gold g where g.task_id = last.task_id and g.retired_at is null)
                 or repeat_may_come_back(last.task_id) end) as undoable""".formatted(Counting.STANDS);

    private static void refuse(Optional<String> sentence) {
        sentence.ifPresent(s -> {
            throw new Conflict(s);
        });
    }

    /** Why a judged or skipped task can no longer be undone; empty while it can. */
    Optional<String> settled(Assignment assignment) {
        if (!assignment.person().member()) {
            return Optional.of(ReaderLanguage.words(RefusalMessages.class)
                    .noMember(assignment.project().name()));
        }
        if (assignment.is(Assignment.State.JUDGED) && isFrozen(assignment.id())) {
            return Optional.of(ReaderLanguage.words(RefusalMessages.class).frozen());
        }
        if (assignment.is(Assignment.State.JUDGED) && isRepeated(assignment.id())) {
            return Optional.of(ReaderLanguage.words(RefusalMessages.class).askedAgain());
        }
        if (assignment.is(Assignment.State.JUDGED) && reviews.isDecided(assignment)) {
            return Optional.of(ReaderLanguage.words(RefusalMessages.class).reviewed());
        }
        return assignments.isRecent(assignment)
                ? Optional.empty()
                : Optional.of(ReaderLanguage.words(RefusalMessages.class).tooFarBack());
    }

    /** What somebody is compared with stays; and undoing it would show it to them. */
    private boolean isRepeated(UUID assignment) {
        return sql.first("select 1 as one from planned_repeat where first_id = ?", c -> true, assignment)
                .isPresent();
    }

    private boolean isFrozen(UUID assignment) {
        return sql.first("""
                        select d.dataset_id from judgment j join dataset_judgment d on d.judgment_id = j.id
                        where j.assignment_id = ? and %s limit 1""".formatted(Counting.STANDS), c -> c.id("dataset_id"), assignment)
                .isPresent();
    }
}
