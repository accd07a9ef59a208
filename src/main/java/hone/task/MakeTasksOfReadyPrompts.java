package hone.task;

import hone.conversation.Answer;
import hone.conversation.PromptsReady;
import hone.project.Project;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes tasks of an imported prompt in the transaction that imports it, so that both exist or neither does. */
@ApplicationScoped
class MakeTasksOfReadyPrompts {
    private final TaskMaker maker;
    private final Project.Repo projects;
    private final Answer.Repo answers;

    MakeTasksOfReadyPrompts(TaskMaker maker, Project.Repo projects, Answer.Repo answers) {
        this.maker = maker;
        this.projects = projects;
        this.answers = answers;
    }

    void onReady(@Observes PromptsReady ready) {
        Project project = projects.findById(ready.projectId());
        List<UUID> ids = ready.prompts().stream().map(PromptsReady.Ready::id).toList();
        Map<UUID, List<Answer>> judged = answers.toAll(ids).stream()
                // What labelers wrote is already a judgment; asking about it again would ask people to judge people.
                .filter(answer -> !answer.source.equals("labeler"))
                .collect(Collectors.groupingBy(answer -> answer.promptId));
        List<TaskMaker.Request> asked = ready.prompts().stream()
                .map(prompt -> new TaskMaker.Request(
                        prompt.id(), prompt.sha256(), judged.getOrDefault(prompt.id(), List.of())))
                .toList();
        maker.make(project, asked, TaskMaker.Origin.IMPORT, ready.importId().toString(), Instant.now());
    }
}
