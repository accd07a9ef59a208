package hone.judgment;

import hone.conversation.Answer;
import hone.guideline.Guidelines;
import hone.labeler.Labeler;
import hone.project.Project;
import hone.task.Assignment;
import hone.task.Draft;
import hone.task.Task;
import hone.task.TaskQueue;
import hone.task.WorkKind;
import hone.web.Conflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** One submitted form becomes one judgment, or a draft that stays with its author: never nothing, never two. */
@ApplicationScoped
public class SubmitJudgment {
    private static final Logger LOG = Logger.getLogger(SubmitJudgment.class);

    private final Assignment.Repo assignments;
    private final Task.Repo tasks;
    private final Project.Repo projects;
    private final Answer.Repo answers;
    private final Guidelines guidelines;
    private final Labeler.Repo labelers;
    private final Draft.Repo drafts;
    private final Judgment.Repo judgments;
    private final AcceptJudgment acceptJudgment;

    SubmitJudgment(
            Assignment.Repo assignments,
            Task.Repo tasks,
            Project.Repo projects,
            Answer.Repo answers,
            Guidelines guidelines,
            Labeler.Repo labelers,
            Draft.Repo drafts,
            Judgment.Repo judgments,
            AcceptJudgment acceptJudgment) {
        this.assignments = assignments;
        this.tasks = tasks;
        this.projects = projects;
        this.answers = answers;
        this.guidelines = guidelines;
        this.labelers = labelers;
        this.drafts = drafts;
        this.judgments = judgments;
        this.acceptJudgment = acceptJudgment;
    }

    /** What became of a submission. */
    public enum Outcome {
        STORED,
        /** The same form came twice; the first one stands. */
        ALREADY_STORED,
        /** The lease had ended and every place is taken: the text is kept as the person's draft. */
        KEPT_AS_DRAFT
    }

    /**
     * @throws hone.web.NotFound when the assignment is somebody else's
     * @throws hone.web.Invalid when the form can't be taken as it is; nothing is changed then
     * @throws Conflict when another judgment stands for this assignment
     */
    @Transactional
    public Outcome submit(UUID id, UUID labeler, Fields fields, Instant now) {
        Assignment assignment = assignments.hold(id, labeler);
        Task task = tasks.findById(assignment.taskId);
        Project project = projects.findById(task.projectId);
        List<Answer> presented = assignments.presented(assignment).stream()
                .map(answers::findById)
                .toList();
        Verdict verdict = VerdictForm.read(task.workKind(), presented, fields);
        Reasons reasons = Reasons.read(fields, rulesOf(assignment), need(project, task.workKind()));
        if (assignment.is(Assignment.State.OPEN) && !labelers.findById(labeler).simulated) {
            Pace.ask(presented.stream().map(answer -> answer.text).toList(), fields, assignment.handedAt, now);
        }
        return switch (assignment.state) {
            case OPEN -> store(assignment, task, verdict, reasons, fields, now);
            case EXPIRED ->
                assignments.retake(assignment, TaskQueue.leaseEnd(project, now))
                        ? store(assignment, task, verdict, reasons, fields, now)
                        : keep(assignment, fields, now);
            case SKIPPED, RELEASED -> keep(assignment, fields, now);
            case JUDGED -> repeated(assignment, verdict, reasons);
        };
    }

    private Outcome store(
            Assignment assignment, Task task, Verdict verdict, Reasons reasons, Fields fields, Instant now) {
        boolean simulated = labelers.findById(assignment.labelerId).simulated;
        Judgment judgment = Judgment.of(assignment, task, verdict, reasons, simulated, now);
        judgments.persist(judgment);
        assignments.judged(assignment, now);
        // Kept for undoing: the form comes back as it was.
        drafts.keep(assignment, fields.values(), now);
        // No review is due yet; when one is, its decision calls the same accept.
        acceptJudgment.accept(judgment, now);
        // Ids only: what was decided and written belongs in no log.
        LOG.infof(
                "judgment %s of assignment %s, task %s, project %s",
                judgment.id, assignment.id, task.id, task.projectId);
        return Outcome.STORED;
    }

    private Outcome keep(Assignment assignment, Fields fields, Instant now) {
        drafts.keep(assignment, fields.values(), now);
        return Outcome.KEPT_AS_DRAFT;
    }

    private Outcome repeated(Assignment assignment, Verdict verdict, Reasons reasons) {
        Judgment standing = judgments.standing(assignment.id).orElseThrow();
        if (standing.says(verdict, reasons)) {
            return Outcome.ALREADY_STORED;
        }
        throw new Conflict("You have already judged this task, and differently: that judgment stands. "
                + "Undo it under Today if you want to change it.");
    }

    private Set<String> rulesOf(Assignment assignment) {
        return Set.copyOf(guidelines.text(assignment.guidelineVersionId).rules().ids());
    }

    private static Reasons.Need need(Project project, WorkKind kind) {
        boolean choosing = kind == WorkKind.COMPARISON || kind == WorkKind.RANKING;
        return project.rationaleRequired && choosing ? Reasons.Need.REQUIRED : Reasons.Need.OPTIONAL;
    }
}
