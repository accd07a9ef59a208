package hone.judgment;

import hone.contract.AnswerRef;
import hone.contract.GuidelineRef;
import hone.contract.JudgmentEvent;
import hone.contract.Wire;
import hone.conversation.Answer;
import hone.guideline.Guidelines;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.task.Assignment;
import hone.task.TaskMaker;
import hone.web.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns a judgment into data: the event for everybody else, the answer it wrote, the correction it asks for. */
@ApplicationScoped
public class AcceptJudgment {
    private final Outbox outbox;
    private final Answer.Repo answers;
    private final Guidelines guidelines;
    private final TaskMaker tasks;

    AcceptJudgment(Outbox outbox, Answer.Repo answers, Guidelines guidelines, TaskMaker tasks) {
        this.outbox = outbox;
        this.answers = answers;
        this.guidelines = guidelines;
        this.tasks = tasks;
    }

    /**
     * Accepts a judgment: from now on it is data, and this is its event. {@link #follow} does the rest once its row is stored.
     * A judgment becomes data nowhere else, whoever decided it.
     */
    public JudgmentEvent.JudgmentAccepted accept(Judgment judgment, Assignment assignment, Instant now) {
        if (assignment.slot().purpose() != Assignment.Purpose.DATA) {
            throw new IllegalStateException("judgment " + judgment.id + " of a task for "
                    + assignment.slot().purpose() + " would become data");
        }
        JudgmentEvent.JudgmentAccepted event = event(judgment, assignment, now);
        judgment.acceptedAt = now;
        return event;
    }

    /**
     * The event of a judgment once it is accepted.
     *
     * @throws Invalid when the event would not fit a Kafka record: refused with the form, so that neither a reviewer nor freezing meets one
     */
    public JudgmentEvent.JudgmentAccepted event(Judgment judgment, Assignment assignment, Instant now) {
        List<AnswerRef> presented =
                assignment.answers().stream().map(AcceptJudgment::reference).toList();
        JudgmentEvent.JudgmentAccepted event =
                judgment.event(guideline(assignment), assignment.prompt().messages(), presented, now);
        if (Wire.bytes(event).length > Wire.RECORD_BYTES_MAX) {
            throw Invalid.field(
                    "why",
                    "Together with its conversation this judgment is larger than one MiB, more than can be passed on. "
                            + "Nothing was stored; shorten your text, or skip the task.");
        }
        return event;
    }

    /** Publishes the event and draws its consequences, in the transaction that stores the judgment. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void follow(Judgment judgment, Assignment assignment, JudgmentEvent.JudgmentAccepted event, Instant now) {
        outbox.add("judgments", judgment.promptId.toString(), judgment.id.toString(), event, now);
        outbox.tell(new Happened(
                judgment.projectId,
                Happened.JUDGMENT_ACCEPTED,
                Map.of(
                        "judgmentId", judgment.id,
                        "taskId", judgment.taskId,
                        "promptId", judgment.promptId,
                        "kind", judgment.kind,
                        "labelerId", judgment.labelerId,
                        "simulated", judgment.simulated),
                now));
        judgment.verdict
                .written()
                .ifPresent(text -> answers.persist(Answer.written(judgment.promptId, text, judgment.id, now)));
        judgment.verdict.toCorrect().ifPresent(bad -> askForCorrection(judgment, assignment, bad, now));
    }

    /** Uses what the submission has already loaded, so that nothing is read twice. */
    private void askForCorrection(Judgment judgment, Assignment assignment, UUID answer, Instant now) {
        Assignment.Shown bad = assignment.answers().stream()
                .filter(shown -> shown.id().equals(answer))
                .findFirst()
                .orElseThrow();
        tasks.correct(
                judgment.projectId,
                new TaskMaker.BadAnswer(judgment.promptId, bad.id(), bad.model()),
                TaskMaker.Origin.BOTH_BAD,
                judgment.id.toString(),
                now);
    }

    private GuidelineRef guideline(Assignment assignment) {
        Guidelines.Text text = guidelines.text(assignment.guidelineVersionId());
        return new GuidelineRef(text.guidelineId().toString(), text.kind(), text.number());
    }

    private static AnswerRef reference(Assignment.Shown answer) {
        return new AnswerRef(
                answer.id().toString(), answer.text(), answer.model().map(UUID::toString));
    }
}
