package hone.run;

import hone.contract.DatasetRef;
import hone.contract.ModelRef;
import hone.contract.Recipe;
import hone.contract.RunCommand.RunRequested;
import hone.contract.RunEvent;
import hone.contract.RunInputs;
import hone.model.ModelVersion;
import hone.project.TrainingEngine;
import hone.web.NotFound;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One training run as requested and as its events report. Its state only moves forward: requested, then started, then one
 * outcome.
 */
@Entity
@Table(name = "run")
public class TrainingRun {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    /** Counts from 1 across all kinds of run in its project. */
    public int number;

    @Convert(converter = Stage.Column.class)
    public Stage kind;

    @Column(name = "round_id")
    public @Nullable UUID roundId;

    @JdbcTypeCode(SqlTypes.JSON)
    public Recipe recipe;

    @Column(name = "dataset_id")
    public @Nullable UUID datasetId;

    @Column(name = "policy_id")
    public UUID policyId;

    @Column(name = "reward_id")
    public @Nullable UUID rewardId;

    public long seed;

    /** Whether its answers are for whoever requested it, and nobody judges them. */
    public boolean trial;

    @Column(name = "requested_by")
    public @Nullable UUID requestedBy;

    /** By its word, who was asked to train it; null: nobody in particular. */
    public @Nullable String engine;

    @Column(name = "requested_at")
    public Instant requestedAt;

    @Column(name = "cancel_asked_at")
    public @Nullable Instant cancelAskedAt;

    @Column(name = "started_at")
    public @Nullable Instant startedAt;

    @Column(name = "finished_at")
    public @Nullable Instant finishedAt;

    @Convert(converter = Outcome.Column.class)
    public @Nullable Outcome outcome;

    public @Nullable String reason;
    public @Nullable String cause;
    public @Nullable Long step;
    public @Nullable Long steps;

    static TrainingRun of(UUID project, int number, Recipe recipe, RequestRun.From from, long seed, Instant now) {
        TrainingRun run = new TrainingRun();
        run.id = Uuid7.next();
        run.projectId = project;
        run.number = number;
        run.kind = Stage.of(recipe);
        run.recipe = recipe;
        run.policyId = from.policy().id;
        run.rewardId = from.reward().map(model -> model.id).orElse(null);
        run.seed = seed;
        run.requestedAt = now;
        return run;
    }

    RunRequested command(Optional<DatasetRef> dataset, RequestRun.From from) {
        return new RunRequested(
                id.toString(),
                projectId.toString(),
                recipe,
                dataset,
                new RunInputs(reference(from.policy()), from.reward().map(TrainingRun::reference), Optional.empty()),
                seed,
                requestedAt,
                Optional.ofNullable(engine));
    }

    private static ModelRef reference(ModelVersion model) {
        return new ModelRef(model.id.toString(), model.sha256);
    }

    /** Who was asked to train it; who did is in its first event. */
    public TrainingEngine askedEngine() {
        return Optional.ofNullable(engine).flatMap(TrainingEngine::named).orElse(TrainingEngine.DEFAULT);
    }

    public boolean finished() {
        return finishedAt != null;
    }

    public boolean succeeded() {
        return outcome == Outcome.SUCCEEDED;
    }

    public RunState state() {
        return RunState.of(
                Optional.ofNullable(outcome), Optional.ofNullable(cancelAskedAt), Optional.ofNullable(startedAt));
    }

    /** What follows from an event beyond the run's own row. */
    public sealed interface Effect {
        /** Nothing beyond the row. */
        record None() implements Effect {}

        /** Answers for people to judge. */
        record NewAnswers(RunEvent.AnswersSampled event) implements Effect {}

        /** Answers of a model that is tried. */
        record TriedAnswers(RunEvent.AnswersSampled event) implements Effect {}

        /** What a reward model says of answers. */
        record NewScores(RunEvent.AnswersScored event) implements Effect {}

        /** A Generate run has reported all its answers. */
        record AllSampled() implements Effect {}

        /** A finished checkpoint. */
        record NewModel(String sha256) implements Effect {}
    }

    /** Applies an event. After the outcome nothing changes any more, whatever arrives late. */
    Effect apply(RunEvent event) {
        if (finished()) {
            return new Effect.None();
        }
        switch (event) {
            case RunEvent.RunStarted started -> {
                startedAt = startedAt == null ? started.at() : startedAt;
                step = started.fromStep();
                steps = started.steps();
            }
            case RunEvent.StepReported reported -> {
                step = reported.step();
                steps = reported.steps();
            }
            case RunEvent.AnswersSampled sampled -> {
                if (!sampled.purpose().equals("task")) {
                    return new Effect.None();
                }
                return trial ? new Effect.TriedAnswers(sampled) : new Effect.NewAnswers(sampled);
            }
            case RunEvent.AnswersScored scored -> {
                return new Effect.NewScores(scored);
            }
            case RunEvent.RolledBack back -> step = back.toStep();
            case RunEvent.CheckpointSaved saved -> {}
            case RunEvent.EvaluationReported evaluated -> {}
            case RunEvent.RunSucceeded done -> {
                if (kind.trains() && done.checkpoint().isEmpty()) {
                    end(
                            Outcome.FAILED,
                            done.at(),
                            "The trainer called this run finished but named no model. Its checkpoints are kept in the models "
                                    + "folder; look into the trainer's log and start the run again.",
                            "no-checkpoint");
                    return new Effect.None();
                }
                end(Outcome.SUCCEEDED, done.at(), null, null);
                if (kind.trains()) {
                    return new Effect.NewModel(done.checkpoint().orElseThrow());
                }
                return trial || !kind.isSampling() ? new Effect.None() : new Effect.AllSampled();
            }
            case RunEvent.RunFailed failed -> end(Outcome.FAILED, failed.at(), failed.reason(), failed.cause());
            case RunEvent.RunStopped stopped -> end(Outcome.CANCELLED, stopped.at(), stopped.reason(), null);
        }
        return new Effect.None();
    }

    private void end(Outcome how, Instant at, @Nullable String why, @Nullable String cause) {
        this.outcome = how;
        this.finishedAt = at;
        this.reason = why;
        this.cause = cause;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<TrainingRun, UUID> {
        public TrainingRun numbered(UUID project, int number) {
            return find("projectId = ?1 and number = ?2", project, number)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("run " + number));
        }

        /** The last run of the same kind that produced a model before this one was requested. */
        public Optional<TrainingRun> before(TrainingRun run) {
            return find(
                            "projectId = ?1 and kind = ?2 and number < ?3 and outcome = ?4 order by number desc",
                            run.projectId,
                            run.kind,
                            run.number,
                            Outcome.SUCCEEDED)
                    .firstResultOptional();
        }

        /** The runs that read a dataset, in the order in which they were requested. */
        public List<TrainingRun> ofDataset(UUID dataset) {
            return list("datasetId = ?1 order by number", dataset);
        }

        /** The runs of a round, in the order in which they were requested. */
        public List<TrainingRun> ofRound(UUID round) {
            return list("roundId = ?1 order by number", round);
        }
    }
}
