package hone.tasks;

import hone.conversation.Prompt;
import hone.kind.WorkKind;
import hone.score.AnswerScores;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Optional;

/** The list of a project's tasks, and the page of one task. */
@CheckedTemplate(basePath = "tasks")
final class TaskPages {
    private TaskPages() {}

    static native TemplateInstance tasks(Listed listed);

    static native TemplateInstance task(
            TaskList.Row task,
            Prompt prompt,
            List<TaskList.Given> answers,
            List<TaskList.Decided> judgments,
            List<TaskList.DecidedElsewhere> elsewhere,
            List<AnswerScores.OfAnswer> scores,
            Optional<WhyNow> why);

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
            List<TaskState> states,
            String next,
            boolean first) {
        public boolean isFiltered() {
            return !kind.isEmpty() || !state.isEmpty();
        }
    }
}
