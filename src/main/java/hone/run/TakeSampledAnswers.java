package hone.run;

import hone.contract.GenerateRecipe;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.project.Project;
import hone.task.TaskMaker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Stores answers that a run sampled for people to judge, and makes tasks of prompts that have all of theirs. */
@ApplicationScoped
class TakeSampledAnswers {
    private final Project.Repo projects;
    private final Prompt.Repo prompts;
    private final Answer.Repo answers;
    private final TaskMaker tasks;
    private final SetAside setAside;

    TakeSampledAnswers(
            Project.Repo projects, Prompt.Repo prompts, Answer.Repo answers, TaskMaker tasks, SetAside setAside) {
        this.projects = projects;
        this.prompts = prompts;
        this.answers = answers;
        this.tasks = tasks;
        this.setAside = setAside;
    }

    /** Answers that are there already change nothing. */
    @Transactional(Transactional.TxType.MANDATORY)
    void take(TrainingRun run, RunEvent.AnswersSampled event, Instant now) {
        if (!(run.recipe instanceof GenerateRecipe recipe)) {
            throw new UnreadableMessage("run " + run.id + " is no Generate run, but sampled answers for tasks");
        }
        for (RunEvent.SetAside aside : event.setAside().orElse(List.of())) {
            setAside.keep(run, recipe, ApplyRunEvent.id("prompt", aside.promptId()), aside.reason(), now);
        }
        Set<UUID> touched = new LinkedHashSet<>();
        for (RunEvent.Sampled sample : event.answers()) {
            UUID promptId = ApplyRunEvent.id("prompt", sample.promptId());
            Prompt prompt = Optional.ofNullable(prompts.findById(promptId))
                    .filter(p -> p.projectId.equals(run.projectId))
                    .orElseThrow(
                            () -> new UnreadableMessage("there is no prompt " + promptId + " in the run's project"));
            if (answers.sampled(run.id, prompt.id, sample.k()).isEmpty()) {
                answers.persist(Answer.sampled(prompt.id, event, readable(sample), run.id, run.policyId, now));
            }
            touched.add(prompt.id);
        }
        answers.flush();
        Project project = projects.findById(run.projectId);
        List<TaskMaker.Request> complete = touched.stream()
                .map(prompt -> TaskMaker.Request.of(prompts.findById(prompt), answers.sampled(run.id, prompt)))
                .filter(asked -> asked.answers().size() >= recipe.perPrompt())
                .toList();
        tasks.make(project, complete, TaskMaker.Origin.MODEL, run.id.toString(), now);
    }

    /** PostgreSQL's text can't hold the character U+0000. */
    private static RunEvent.Sampled readable(RunEvent.Sampled sample) {
        return new RunEvent.Sampled(
                sample.promptId(),
                sample.k(),
                sample.prompt(),
                sample.text().replace('\0', '\ufffd'),
                sample.seed(),
                sample.tokens(),
                sample.ended());
    }
}
