package hone.judgment;

import hone.contract.AnswerRef;
import hone.contract.GuidelineRef;
import hone.contract.JudgmentEvent;
import hone.contract.Wire;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.guideline.Guideline;
import hone.guideline.GuidelineVersion;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.task.Assignment;
import hone.task.TaskMaker;
import hone.web.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes a judgment data: the event for everybody else, the answer it wrote, the correction it asks for. */
@ApplicationScoped
public class AcceptJudgment {
    private final Outbox outbox;
    private final Assignment.Repo assignments;
    private final Project.Repo projects;
    private final Prompt.Repo prompts;
    private final Answer.Repo answers;
    private final Guideline.Repo guidelines;
    private final GuidelineVersion.Repo versions;
    private final TaskMaker tasks;

    AcceptJudgment(
            Outbox outbox,
            Assignment.Repo assignments,
            Project.Repo projects,
            Prompt.Repo prompts,
            Answer.Repo answers,
            Guideline.Repo guidelines,
            GuidelineVersion.Repo versions,
            TaskMaker tasks) {
        this.outbox = outbox;
        this.assignments = assignments;
        this.projects = projects;
        this.prompts = prompts;
        this.answers = answers;
        this.guidelines = guidelines;
        this.versions = versions;
        this.tasks = tasks;
    }

    /** @throws Invalid when the event would not fit a Kafka record: refused here, so that freezing never meets it */
    @Transactional(Transactional.TxType.MANDATORY)
    public void accept(Judgment judgment, Instant now) {
        Assignment assignment = assignments.findById(judgment.assignmentId);
        Prompt prompt = prompts.findById(judgment.promptId);
        List<AnswerRef> presented =
                assignments.presented(assignment).stream().map(this::reference).toList();
        JudgmentEvent.JudgmentAccepted event = judgment.accept(guideline(assignment), prompt.messages, presented, now);
        if (Wire.bytes(event).length > Wire.RECORD_BYTES_MAX) {
            throw Invalid.field(
                    "why",
                    "Together with its conversation this judgment is larger than one MiB, more than can be passed on. "
                            + "Nothing was stored; shorten your text, or skip the task.");
        }
        outbox.add("judgments", judgment.promptId.toString(), judgment.id.toString(), event, now);
        follow(judgment, prompt, now);
    }

    private void follow(Judgment judgment, Prompt prompt, Instant now) {
        switch (judgment.verdict) {
            case Verdict.Demonstration v -> answers.persist(Answer.written(prompt.id, v.text(), judgment.id, now));
            case Verdict.Correction v -> answers.persist(Answer.written(prompt.id, v.text(), judgment.id, now));
            case Verdict.BothBad v -> askForCorrection(judgment, prompt, v.first(), now);
            case Verdict.Preferred v -> {}
            case Verdict.Tied v -> {}
            case Verdict.Ranking v -> {}
            case Verdict.NotRankable v -> {}
        }
    }

    private void askForCorrection(Judgment judgment, Prompt prompt, UUID answer, Instant now) {
        Project project = projects.findById(judgment.projectId);
        Answer bad = answers.findById(answer);
        tasks.make(project, prompt, List.of(bad), TaskMaker.Origin.BOTH_BAD, judgment.id.toString(), now);
    }

    private GuidelineRef guideline(Assignment assignment) {
        GuidelineVersion version = versions.findById(assignment.guidelineVersionId);
        Guideline guideline = guidelines.findById(version.guidelineId);
        return new GuidelineRef(guideline.id.toString(), guideline.kind, version.number);
    }

    private AnswerRef reference(UUID id) {
        Answer answer = answers.findById(id);
        return new AnswerRef(
                answer.id.toString(),
                answer.text,
                Optional.ofNullable(answer.modelVersionId).map(UUID::toString));
    }
}
