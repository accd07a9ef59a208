package hone.task;

import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.conversation.PromptReady;
import hone.project.Project;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;

/** An imported prompt becomes work in the transaction that imports it: both are there, or neither. */
@ApplicationScoped
class MakeTasksOfReadyPrompts {
    private final TaskMaker maker;
    private final Project.Repo projects;
    private final Prompt.Repo prompts;
    private final Answer.Repo answers;

    MakeTasksOfReadyPrompts(TaskMaker maker, Project.Repo projects, Prompt.Repo prompts, Answer.Repo answers) {
        this.maker = maker;
        this.projects = projects;
        this.prompts = prompts;
        this.answers = answers;
    }

    void onReady(@Observes PromptReady ready) {
        Project project = projects.findById(ready.projectId());
        Prompt prompt = prompts.findById(ready.promptId());
        // What labelers wrote is a judgment already; asking about it again would ask people to judge people.
        List<Answer> judged = answers.to(prompt.id).stream()
                .filter(a -> !a.source.equals("labeler"))
                .toList();
        maker.make(
                project,
                prompt,
                judged,
                TaskMaker.Origin.IMPORT,
                ready.importId().toString(),
                Instant.now());
    }
}
