package hone.work;

import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.review.Reviews;
import hone.task.Assignment;
import hone.web.Complaints;
import hone.web.ReaderLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Gathers what a work page shows. */
@ApplicationScoped
class WorkPages {
    private final Guidelines guidelines;
    private final TaskSidebar.Query sidebar;
    private final UndoLast undoing;
    private final Reviews reviews;

    WorkPages(Guidelines guidelines, TaskSidebar.Query sidebar, UndoLast undoing, Reviews reviews) {
        this.guidelines = guidelines;
        this.sidebar = sidebar;
        this.undoing = undoing;
        this.reviews = reviews;
    }

    @CheckedTemplate(basePath = "work")
    static class Templates {
        /**
         * @param state {@code judged}, {@code skipped}, {@code released}, {@code rejected} or {@code removed}
         * @param settled why it can no longer be undone; empty while it can, and where there is nothing to undo
         */
        static native TemplateInstance closed(WorkView view, String state, String settled);

        static native TemplateInstance lost(WorkView view);
    }

    WorkView view(Assignment assignment, String notice, Instant now) {
        return new WorkView(
                assignment,
                guidelines.text(assignment.guidelineVersionId()),
                sidebar.of(assignment, now),
                assignment.draft().map(d -> new Fields(d.fields())).orElse(Fields.NONE),
                Complaints.NONE,
                notice,
                now,
                WorkView.Extent.PAGE);
    }

    TemplateInstance page(WorkView view) {
        Assignment assignment = view.assignment();
        return switch (assignment.state()) {
            case JUDGED -> Templates.closed(view, "judged", settled(assignment));
            case SKIPPED -> Templates.closed(view, "skipped", settled(assignment));
            case RELEASED -> released(view);
            case OPEN, EXPIRED ->
                assignment.person().member() ? Judging.page(view) : Templates.closed(view, "removed", "");
        };
    }

    private TemplateInstance released(WorkView view) {
        Optional<String> rejection = reviews.rejection(view.assignment());
        if (rejection.isPresent()) {
            String text = ReaderLanguage.words(ClosedMessages.class).closedText("rejected");
            return Templates.closed(
                    view, "rejected", rejection.get().isEmpty() ? text : "“" + rejection.get() + "” " + text);
        }
        return Templates.closed(view, view.isRemoved() ? "removed" : "released", "");
    }

    private String settled(Assignment assignment) {
        return undoing.settled(assignment).orElse("");
    }

    TemplateInstance lost(WorkView view) {
        return Templates.lost(view);
    }
}
