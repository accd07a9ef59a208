package hone.scoring;

import hone.CircleRows;
import hone.contract.RunEvent;
import hone.contract.RunEvent.RunFailed;
import hone.contract.RunEvent.RunSucceeded;
import hone.contract.RunEvent.Scored;
import hone.contract.RunEvent.Unscored;
import hone.contract.ScorePrompt;
import hone.contract.ScoreRecipe;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.ApplyRunEvent;
import hone.run.TrainingRun;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A project that wants its open tasks scored, with reward models, and the trainer's part. */
@ApplicationScoped
class ScoredWorld {
    private final Bench bench;
    private final CircleRows rows;
    private final ScoreOpenTasks scoreOpenTasks;
    private final ApplyRunEvent apply;

    ScoredWorld(Bench bench, CircleRows rows, ScoreOpenTasks scoreOpenTasks, ApplyRunEvent apply) {
        this.bench = bench;
        this.rows = rows;
        this.scoreOpenTasks = scoreOpenTasks;
        this.apply = apply;
    }

    Project project(int judgments, String... people) {
        Project project = bench.project(judgments, people);
        bench.execute("update project set scored = true where id = ?1", project.id);
        return project;
    }

    ModelVersion rewardModel(Project project, String name) {
        return rows.scoring(project, name, rows.base(rows.project()));
    }

    Optional<TrainingRun> look(Project project, Instant now) {
        return QuarkusTransaction.requiringNew().call(() -> scoreOpenTasks.look(project.id, now));
    }

    static List<ScorePrompt> asked(TrainingRun run) {
        return ((ScoreRecipe) run.recipe).prompts();
    }

    void happens(RunEvent event) {
        QuarkusTransaction.requiringNew().run(() -> apply.apply(event, Instant.now()));
    }

    /** The run says of each answer what its text is worth, and ends; of others that it can't read them. */
    void scores(TrainingRun run, double probabilityScale, Map<String, Double> byText) {
        List<ScorePrompt.Response> answers =
                asked(run).stream().flatMap(prompt -> prompt.answers().stream()).toList();
        happens(new RunEvent.AnswersScored(
                run.id.toString(),
                1,
                Instant.now(),
                probabilityScale,
                answers.stream()
                        .filter(answer -> byText.containsKey(answer.text()))
                        .map(answer -> new Scored(answer.answerId(), byText.getOrDefault(answer.text(), 0.0), 5))
                        .toList(),
                Optional.of(answers.stream()
                        .filter(answer -> !byText.containsKey(answer.text()))
                        .map(answer -> new Unscored(answer.answerId(), "It is too long."))
                        .toList())));
        happens(new RunSucceeded(run.id.toString(), 2, Instant.now(), Optional.empty()));
    }

    void fails(TrainingRun run) {
        happens(new RunFailed(run.id.toString(), 1, Instant.now(), "The disk is full.", "disk-full", Optional.empty()));
    }

    UUID task(UUID prompt) {
        return (UUID) bench.one("select id from task where prompt_id = ?1", prompt);
    }
}
