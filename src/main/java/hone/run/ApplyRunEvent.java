package hone.run;

import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.Kind;
import hone.contract.KtoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import hone.contract.ScoreRecipe;
import hone.contract.SftRecipe;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.model.ModelVersion;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies what a run reports: to its row, its numbers, its answers and their tasks, its model. A repeated event changes
 * nothing.
 */
@ApplicationScoped
public class ApplyRunEvent {
    private final Sql sql;
    private final TrainingRun.Repo runs;
    private final Project.Repo projects;
    private final ModelVersion.Repo models;
    private final TakeSampledAnswers takeSampledAnswers;
    private final SetAside setAside;
    private final Measurements measurements;
    private final Outbox outbox;
    private final Event<Object> events;

    ApplyRunEvent(
            Sql sql,
            TrainingRun.Repo runs,
            Project.Repo projects,
            ModelVersion.Repo models,
            TakeSampledAnswers takeSampledAnswers,
            SetAside setAside,
            Measurements measurements,
            Outbox outbox,
            Event<Object> events) {
        this.sql = sql;
        this.runs = runs;
        this.projects = projects;
        this.models = models;
        this.takeSampledAnswers = takeSampledAnswers;
        this.setAside = setAside;
        this.measurements = measurements;
        this.outbox = outbox;
        this.events = events;
    }

    /** @throws UnreadableMessage when it names a run or prompt that does not exist here */
    @Transactional(Transactional.TxType.MANDATORY)
    public void apply(RunEvent event, Instant now) {
        TrainingRun run = Optional.ofNullable(runs.findById(id("run", event.runId()), LockModeType.PESSIMISTIC_WRITE))
                .orElseThrow(() -> new UnreadableMessage("there is no run " + event.runId()));
        if (!keep(event)) {
            return;
        }
        measurements.keep(run, event);
        RunState before = run.state();
        switch (run.apply(event)) {
            case TrainingRun.Effect.None none -> {}
            case TrainingRun.Effect.NewAnswers sampled -> takeSampledAnswers.take(run, sampled.event(), now);
            case TrainingRun.Effect.TriedAnswers tried ->
                events.fire(new AnswersTried(run.id, tried.event().answers()));
            case TrainingRun.Effect.NewScores scored ->
                events.fire(new AnswersScored(run.id, run.projectId, run.policyId, scored.event()));
            case TrainingRun.Effect.NewModel made -> takeModel(run, made.sha256(), now);
            case TrainingRun.Effect.AllSampled all -> {
                runs.flush(); // the run's prompts count as open until its end is in the database
                setAside.tell(run, now);
            }
        }
        tell(run, before, now);
    }

    /** Reports once that the run has started or ended. */
    private void tell(TrainingRun run, RunState before, Instant now) {
        if (run.state() == before) {
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("runId", run.id);
        data.put("number", run.number);
        data.put("stage", run.kind.word());
        if (run.finished()) {
            data.put("outcome", run.state().name().toLowerCase(Locale.ROOT));
            Optional.ofNullable(run.reason).ifPresent(reason -> data.put("reason", reason));
            models.madeBy(run.id).ifPresent(made -> data.put("model", made.name));
            outbox.tell(new Happened(run.projectId, Happened.RUN_FINISHED, data, now));
        } else if (before == RunState.WAITING) {
            outbox.tell(new Happened(run.projectId, Happened.RUN_STARTED, data, now));
        }
    }

    private boolean keep(RunEvent event) {
        int added = sql.run(
                """
                insert into run_event (run_id, sequence, kind, at, step, body) values (?, ?, ?, ?, ?, cast(? as jsonb))
                on conflict do nothing""",
                id("run", event.runId()),
                event.sequence(),
                Kind.nameOf(event),
                event.at(),
                stepOf(event),
                // PostgreSQL's jsonb can't hold the character U+0000, which a model may well write.
                Wire.write(event).replace("\\u0000", "\\ufffd"));
        return added == 1;
    }

    private static @Nullable Long stepOf(RunEvent event) {
        return switch (event) {
            case RunEvent.RunStarted started -> started.fromStep();
            case RunEvent.StepReported reported -> reported.step();
            case RunEvent.CheckpointSaved saved -> saved.step();
            case RunEvent.EvaluationReported evaluated -> evaluated.step();
            case RunEvent.RolledBack back -> back.toStep();
            case RunEvent.AnswersSampled sampled -> null;
            case RunEvent.AnswersScored scored -> null;
            case RunEvent.RunSucceeded done -> null;
            case RunEvent.RunFailed failed -> null;
            case RunEvent.RunStopped stopped -> null;
        };
    }

    private void takeModel(TrainingRun run, String sha256, Instant now) {
        if (models.byHash(run.projectId, sha256).isPresent()) {
            return;
        }
        Project project = projects.findById(run.projectId);
        ModelVersion parent = models.findById(run.policyId);
        String kind = run.kind == Stage.REWARD ? "reward" : "policy";
        ModelVersion made = ModelVersion.trained(
                project.id, name(project, run), kind, sha256, parent.id, run.id, template(run, parent), now);
        models.persistAndFlush(made);
        if (run.kind.makesPolicy()) {
            events.fire(new PolicyMade(project.id, made.id, run.id));
        }
    }

    /** {@code kind-endings-sft-3}: the third SFT run of the project, whether or not the others produced a model. */
    private String name(Project project, TrainingRun run) {
        long ordinal = sql.number(
                "select count(*) from run where project_id = ? and kind = ? and number <= ?",
                project.id,
                run.kind.word(),
                run.number);
        return project.slug + "-" + run.kind.word() + "-" + ordinal;
    }

    private static String template(TrainingRun run, ModelVersion parent) {
        return switch (run.recipe) {
            case SftRecipe sft -> sft.chatTemplate();
            case RewardRecipe reward -> reward.chatTemplate();
            case PpoRecipe ppo -> ppo.chatTemplate();
            case DpoRecipe dpo -> dpo.chatTemplate();
            case KtoRecipe kto -> kto.chatTemplate();
            case GrpoRecipe grpo -> grpo.chatTemplate();
            case GenerateRecipe generate -> parent.chatTemplate;
            case ScoreRecipe score -> parent.chatTemplate;
            case BestOfNRecipe best -> best.chatTemplate();
            case PretrainRecipe pretrain -> parent.chatTemplate;
        };
    }

    static UUID id(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("'" + text + "' is no id of a " + what, e);
        }
    }
}
