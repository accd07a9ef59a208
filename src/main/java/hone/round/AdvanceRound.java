package hone.round;

import hone.contract.DatasetRef;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.dataset.DatasetPublisher;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.round.RoundPlan.Next;
import hone.round.RoundPlan.RunFact;
import hone.run.Outcome;
import hone.run.RequestRun;
import hone.run.RequestRun.Asked;
import hone.run.RequestRun.From;
import hone.run.SampleAnswers;
import hone.run.SamplingConfig;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.training.StageModels;
import hone.training.StageRefusals;
import hone.training.StageSettings;
import hone.web.Conflict;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Takes each unfinished round one stage on, under a lock on its row. Generate samples from the round's own newest policy, so that
 * after the round people judge its answers; making it current stays with an admin.
 */
@ApplicationScoped
public class AdvanceRound {
    private static final Logger LOG = Logger.getLogger(AdvanceRound.class);
    private static final int STEP_SECONDS_MAX = 900;

    static final String NO_MODEL =
            "There is no model to start from in this project. Add a base model, then start a round.";

    private final Round.Repo rounds;
    private final RoundStages stages;
    private final StageSettings.Repo settings;
    private final StageModels models;
    private final StageRefusals refusals;
    private final Project.Repo projects;
    private final Dataset.Repo datasets;
    private final DatasetFreezer freezer;
    private final DatasetPublisher publisher;
    private final TrainingRun.Repo runs;
    private final RequestRun requests;
    private final SampleAnswers sampling;
    private final SamplingConfig samplingConfig;

    AdvanceRound(
            Round.Repo rounds,
            RoundStages stages,
            StageSettings.Repo settings,
            StageModels models,
            StageRefusals refusals,
            Project.Repo projects,
            Dataset.Repo datasets,
            DatasetFreezer freezer,
            DatasetPublisher publisher,
            TrainingRun.Repo runs,
            RequestRun requests,
            SampleAnswers sampling,
            SamplingConfig samplingConfig) {
        this.rounds = rounds;
        this.stages = stages;
        this.settings = settings;
        this.models = models;
        this.refusals = refusals;
        this.projects = projects;
        this.datasets = datasets;
        this.freezer = freezer;
        this.publisher = publisher;
        this.runs = runs;
        this.requests = requests;
        this.sampling = sampling;
        this.samplingConfig = samplingConfig;
    }

    public void advanceAll() {
        for (UUID round : QuarkusTransaction.requiringNew().call(rounds::unfinished)) {
            try {
                advance(round);
            } catch (KafkaException e) {
                LOG.warnf("round %s waits for Kafka, nothing is lost: %s", round, e.getMessage());
            } catch (RuntimeException e) {
                LOG.errorf(e, "round %s could not go on; it is tried again", round);
            }
        }
    }

    /** One stage at most; the next look takes the next one. */
    void advance(UUID id) {
        switch (locked(id, (round, next) -> next)) {
            case Next.Freeze freeze -> freeze(id);
            case Next.Take take -> take(id, take);
            case Next.Await await -> {}
            case Next.Finish finish ->
                locked(id, (round, next) -> {
                    if (next instanceof Next.Finish now) {
                        round.finish(now.outcome(), now.reason().orElse(null), Instant.now());
                    }
                    return next;
                });
        }
    }

    private void freeze(UUID id) {
        try {
            locked(id, (round, next) -> {
                if (next instanceof Next.Freeze) {
                    Project project = projects.findById(round.projectId);
                    round.datasetId = freezer.freeze(project, Optional.ofNullable(round.startedBy), Instant.now()).id;
                }
                return next;
            });
        } catch (Conflict refused) {
            locked(id, (round, next) -> {
                round.finish(Outcome.FAILED, refused.sentence(), Instant.now());
                return next;
            });
        }
    }

    private void take(UUID id, Next.Take take) {
        Optional<DatasetRef> data = Optional.empty();
        if (take.stage().trains()) {
            Round before = QuarkusTransaction.requiringNew().call(() -> rounds.findById(id));
            data = publisher.publish(Optional.ofNullable(before.datasetId).orElseThrow());
            if (data.isEmpty()) {
                return; // Another publisher is at work; the next look finds it done.
            }
        }
        Optional<DatasetRef> published = data;
        locked(id, (round, next) -> {
            if (next.equals(take)) {
                request(round, take.stage(), published);
            }
            return next;
        });
    }

    private void request(Round round, Stage stage, Optional<DatasetRef> data) {
        List<TrainingRun> before = runs.ofRound(round.id);
        Optional<ModelVersion> policy = models.policy(round.projectId, before, stage);
        if (policy.isEmpty()) {
            round.finish(Outcome.FAILED, NO_MODEL + " The dataset is kept.", Instant.now());
            return;
        }
        ModelVersion from = policy.get();
        Optional<ModelVersion> reward =
                stage == Stage.PPO ? models.reward(round.projectId, before, from) : Optional.empty();
        Dataset dataset = datasets.findById(Optional.ofNullable(round.datasetId).orElseThrow());
        Optional<String> whyNot = refusals.whyNot(stage, dataset, from, reward);
        if (whyNot.isPresent()) {
            stages.leaveOut(round.id, stage, whyNot.get());
            return;
        }
        switch (stage) {
            case SFT, REWARD, PPO -> train(round, stage, data, new From(from, reward));
            case GENERATE -> sample(round, from);
        }
    }

    private void train(Round round, Stage stage, Optional<DatasetRef> data, From from) {
        requests.request(
                projects.findById(round.projectId),
                settings.ofProject(round.projectId).recipe(stage),
                data,
                from,
                Asked.inRound(round.id),
                Instant.now());
    }

    private void sample(Round round, ModelVersion from) {
        Project project = projects.findById(round.projectId);
        List<TrainingRun> requested =
                sampling.request(project, from, samplingConfig.promptsMax(), Asked.inRound(round.id), Instant.now());
        if (requested.isEmpty()) {
            stages.leaveOut(round.id, Stage.GENERATE, "No prompt was short of answers of " + from.name + ".");
        }
    }

    /** Decides anew under the lock: another instance may have taken the stage meanwhile. */
    private Next locked(UUID id, BiFunction<Round, Next, Next> act) {
        return QuarkusTransaction.requiringNew().timeout(STEP_SECONDS_MAX).call(() -> {
            Round round = rounds.findById(id, LockModeType.PESSIMISTIC_WRITE);
            return round.finished() ? new Next.Await() : act.apply(round, RoundPlan.next(facts(round)));
        });
    }

    private RoundPlan.Facts facts(Round round) {
        List<TrainingRun> all = runs.ofRound(round.id);
        return new RoundPlan.Facts(
                round.datasetId != null,
                stages.of(round.id).stream()
                        .map(row -> new RoundPlan.StageFact(
                                row.stage(),
                                row.asked(),
                                row.leftOut(),
                                all.stream()
                                        .filter(run -> run.kind == row.stage() && row.counts(run.number, run.state()))
                                        .map(AdvanceRound::fact)
                                        .toList()))
                        .toList());
    }

    private static RunFact fact(TrainingRun run) {
        return new RunFact(run.number, Optional.ofNullable(run.outcome), Optional.ofNullable(run.reason));
    }
}
