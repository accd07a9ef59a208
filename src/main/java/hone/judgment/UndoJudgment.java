package hone.judgment;

import hone.outbox.Outbox;
import hone.project.Project;
import hone.task.Assignment;
import hone.task.TaskMaker;
import hone.task.TaskQueue;
import hone.web.Conflict;
import hone.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes one of a person's last judgments back: the fact stays, the task is in their hands again with the form as it was. */
@ApplicationScoped
public class UndoJudgment {
    /** How far back; older ones have settled. */
    static final int STEPS_MAX = 10;

    private static final Logger LOG = Logger.getLogger(UndoJudgment.class);

    private final EntityManager database;
    private final Assignment.Repo assignments;
    private final Judgment.Repo judgments;
    private final Project.Repo projects;
    private final Outbox outbox;
    private final TaskMaker tasks;

    UndoJudgment(
            EntityManager database,
            Assignment.Repo assignments,
            Judgment.Repo judgments,
            Project.Repo projects,
            Outbox outbox,
            TaskMaker tasks) {
        this.database = database;
        this.assignments = assignments;
        this.judgments = judgments;
        this.projects = projects;
        this.outbox = outbox;
        this.tasks = tasks;
    }

    /**
     * @throws NotFound when the assignment is somebody else's or was never judged
     * @throws Conflict when it lies too far back, or a dataset was frozen with it
     */
    @Transactional
    public void undo(UUID assignmentId, UUID labeler, Instant now) {
        Assignment assignment = assignments.hold(assignmentId, labeler);
        if (assignment.is(Assignment.State.OPEN)) {
            return; // Undone already: the second click of a double click.
        }
        Judgment judgment = judgments
                .standing(assignmentId)
                .orElseThrow(() -> new NotFound("judgment of assignment " + assignmentId));
        // Freezing refers to the judgment and so waits for this lock, or this waits for it.
        database.lock(judgment, LockModeType.PESSIMISTIC_WRITE);
        settled(judgment).ifPresent(sentence -> {
            throw new Conflict(sentence);
        });
        boolean accepted = judgment.acceptedAt != null;
        var withdrawn = judgment.withdraw("undone by the labeler", now);
        if (accepted) {
            outbox.add("judgments", judgment.promptId.toString(), judgment.id.toString(), withdrawn, now);
            tasks.withdraw(TaskMaker.Origin.BOTH_BAD, judgment.id.toString(), now);
        }
        Project project = projects.findById(judgment.projectId);
        LOG.infof("judgment %s of assignment %s withdrawn", judgment.id, assignment.id);
        assignments.reopened(assignment, TaskQueue.leaseEnd(project, now));
    }

    /** Why a judgment can’t be undone any more; empty while it can. */
    Optional<String> settled(Judgment judgment) {
        if (isFrozen(judgment.id)) {
            return Optional.of("This judgment is already part of a frozen dataset, so it can’t be undone. "
                    + "It stays as you made it.");
        }
        boolean recent =
                judgments.latest(judgment.labelerId, STEPS_MAX).stream().anyMatch(j -> j.id.equals(judgment.id));
        return recent
                ? Optional.empty()
                : Optional.of("Up to ten judgments can be undone, and this one lies further back. "
                        + "It stays as you made it.");
    }

    private boolean isFrozen(UUID judgment) {
        return !database.createNativeQuery("select 1 from dataset_judgment where judgment_id = ?1 limit 1")
                .setParameter(1, judgment)
                .getResultList()
                .isEmpty();
    }
}
