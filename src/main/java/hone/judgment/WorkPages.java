package hone.judgment;

import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.guideline.GuidelineReading;
import hone.guideline.Guidelines;
import hone.project.Project;
import hone.task.Assignment;
import hone.task.Draft;
import hone.task.Task;
import hone.web.LocalDay;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gathers what a page of work shows, and picks the page of its kind. */
@ApplicationScoped
class WorkPages {
    /** The guideline stands open for a person's first tasks of a kind; later it stays as they left it. */
    private static final int TASKS_WITH_OPEN_GUIDELINE = 10;

    private final Assignment.Repo assignments;
    private final Task.Repo tasks;
    private final Project.Repo projects;
    private final Prompt.Repo prompts;
    private final Answer.Repo answers;
    private final Guidelines guidelines;
    private final GuidelineReading reading;
    private final Draft.Repo drafts;
    private final Judgment.Repo judgments;
    private final UndoJudgment undoing;
    private final LocalDay day;

    WorkPages(
            Assignment.Repo assignments,
            Task.Repo tasks,
            Project.Repo projects,
            Prompt.Repo prompts,
            Answer.Repo answers,
            Guidelines guidelines,
            GuidelineReading reading,
            Draft.Repo drafts,
            Judgment.Repo judgments,
            UndoJudgment undoing,
            LocalDay day) {
        this.assignments = assignments;
        this.tasks = tasks;
        this.projects = projects;
        this.prompts = prompts;
        this.answers = answers;
        this.guidelines = guidelines;
        this.reading = reading;
        this.drafts = drafts;
        this.judgments = judgments;
        this.undoing = undoing;
        this.day = day;
    }

    @CheckedTemplate(basePath = "judgment")
    static class Templates {
        static native TemplateInstance comparison(WorkView view);

        static native TemplateInstance ranking(WorkView view);

        static native TemplateInstance writing(WorkView view);

        /** @param settled why a judgment can’t be undone any more; empty while it can, and for all but judgments */
        static native TemplateInstance closed(WorkView view, String state, String settled);

        static native TemplateInstance lost(WorkView view);
    }

    WorkView view(Assignment assignment, String notice, Instant now) {
        Task task = tasks.findById(assignment.taskId);
        Project project = projects.findById(task.projectId);
        Prompt prompt = prompts.findById(task.promptId);
        Optional<Draft> draft = drafts.findByIdOptional(assignment.id);
        return new WorkView(
                assignment,
                task.workKind(),
                project,
                prompt,
                shown(assignment),
                guidelines.text(assignment.guidelineVersionId),
                fresh(assignment, task),
                reading.unread(assignment.guidelineVersionId, assignment.labelerId),
                draft.map(d -> new Fields(d.fields)).orElse(Fields.NONE),
                Map.of(),
                draft.map(d -> d.savedAt),
                assignments.leaseUntil(assignment),
                judgments.since(assignment.labelerId, day.start(now)),
                assignments.undoable(assignment.labelerId),
                notice,
                now);
    }

    TemplateInstance page(WorkView view) {
        return switch (view.assignment().state) {
            case OPEN, EXPIRED ->
                switch (view.kind()) {
                    case COMPARISON -> Templates.comparison(view);
                    case RANKING -> Templates.ranking(view);
                    case CORRECTION, DEMONSTRATION -> Templates.writing(view);
                };
            case JUDGED -> Templates.closed(view, "judged", settled(view.assignment()));
            case SKIPPED -> Templates.closed(view, "skipped", "");
            case RELEASED -> Templates.closed(view, "released", "");
        };
    }

    private String settled(Assignment assignment) {
        return judgments.standing(assignment.id).flatMap(undoing::settled).orElse("");
    }

    TemplateInstance lost(WorkView view) {
        return Templates.lost(view);
    }

    private List<WorkView.Shown> shown(Assignment assignment) {
        List<WorkView.Shown> cards = new ArrayList<>();
        for (UUID id : assignments.presented(assignment)) {
            int position = cards.size() + 1;
            cards.add(new WorkView.Shown(position, VerdictForm.letter(position), id, answers.findById(id).text));
        }
        return List.copyOf(cards);
    }

    private boolean fresh(Assignment assignment, Task task) {
        long before = judgments.count(
                "labelerId = ?1 and kind = ?2 and projectId = ?3 and assignmentId in"
                        + " (select a.id from Assignment a where a.guidelineVersionId = ?4)",
                assignment.labelerId,
                task.kind,
                task.projectId,
                assignment.guidelineVersionId);
        return before < TASKS_WITH_OPEN_GUIDELINE;
    }
}
