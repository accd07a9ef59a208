package hone.overview;

import hone.conversation.Prompt;
import hone.kind.WorkKind;
import hone.round.RoundPreview;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Optional;

/** The pages above all features: a project at a glance, its tasks. */
@CheckedTemplate(basePath = "overview")
final class OverviewPages {
    private OverviewPages() {}

    static native TemplateInstance overview(
            String description,
            ProjectCounts.Tiles tiles,
            ProjectCounts.Circle circle,
            ProjectCounts.Week week,
            FirstSteps first,
            Optional<RoundPreview.Foretold> foretold);

    static native TemplateInstance tasks(Listed listed);

    static native TemplateInstance task(
            TaskList.Row task,
            Prompt prompt,
            List<TaskList.Given> answers,
            List<TaskList.Decided> judgments,
            boolean shown);

    /**
     * A page of the list of tasks.
     *
     * @param next the id after which the next page begins; empty on the last
     */
    record Listed(
            List<TaskList.Row> tasks,
            String kind,
            String state,
            List<WorkKind> kinds,
            List<String> states,
            String next,
            boolean first) {
        public boolean isFiltered() {
            return !kind.isEmpty() || !state.isEmpty();
        }
    }
}
