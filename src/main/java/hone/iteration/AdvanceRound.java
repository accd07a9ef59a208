package hone.iteration;

import hone.contract.DatasetRef;
import hone.contract.Recipe;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.dataset.DatasetPublisher;
import hone.iteration.RoundPlan.Next;
import hone.iteration.RoundPlan.RunFact;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.RequestRun;
import hone.run.RequestRun.Asked;
import hone.run.SampleAnswers;
import hone.run.SamplingConfig;
import hone.run.TrainingRun;
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
 * Takes each unfinished round one step on, under a lock on its row. SFT starts from the base model at the root of the current
 * one's line, not from the current model itself: a dataset holds all accepted judgments, so what was learned from the earlier
 * ones is learned again, and nothing is learned twice. Generate samples from the round's own new model, so that after the round
 * people judge its answers; making it current stays with an admin.
 */
@ApplicationScoped
public class AdvanceRound {
    private static final Logger LOG = Logger.getLogger(AdvanceRound.class);

    private final Round.Repo rounds;
    private final Project.Repo projects;
    private final Dataset.Repo datasets;
    private final DatasetFreezer freezer;
    private final DatasetPublisher publisher;
    private final TrainingRun.Repo runs;
    private final RequestRun requests;
    private final SampleAnswers sampling;
    private final SamplingConfig samplingConfig;
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;

    AdvanceRound(
            Round.Repo rounds,
            Project.Repo projects,
            Dataset.Repo datasets,
            DatasetFreezer freezer,
            DatasetPublisher publisher,
            TrainingRun.Repo runs,
            RequestRun requests,
            SampleAnswers sampling,
            SamplingConfig samplingConfig,
            ModelVersion.Repo models,
            CurrentModel.Repo current) {
        this.rounds = rounds;
        this.projects = projects;
        this.datasets = datasets;
        this.freezer = freezer;
        this.publisher = publisher;
        this.runs = runs;
        this.requests = requests;
        this.sampling = sampling;
        this.samplingConfig = samplingConfig;
        this.models = models;
        this.current = current;
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

    /** One step at most; the next look takes the next one. */
    void advance(UUID id) {
        switch (locked(id, (round, next) -> next)) {
            case Next.Freeze freeze -> freeze(id);
            case Next.Tune tune -> tune(id);
            case Next.Sample sample -> locked(id, this::sample);
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
            fail(id, refused.sentence());
        }
    }

    private void tune(UUID id) {
        Round before = QuarkusTransaction.requiringNew().call(() -> rounds.findById(id));
        UUID dataset = Optional.ofNullable(before.datasetId).orElseThrow();
        Optional<DatasetRef> published = publisher.publish(dataset);
        if (published.isEmpty()) {
            return; // Another publisher is at work; the next look finds it done.
        }
        locked(id, (round, next) -> {
            if (next instanceof Next.Tune) {
                Project project = projects.findById(round.projectId);
                Optional<ModelVersion> from = base(project);
                if (from.isEmpty()) {
                    round.finish(
                            "failed",
                            "There is no model to start from in this project. The dataset is kept; add a base model, "
                                    + "then start a round.",
                            Instant.now());
                } else {
                    requests.request(
                            project, Recipe.Sft.small(), published, from.get(), Asked.inRound(round.id), Instant.now());
                }
            }
            return next;
        });
    }

    private Next sample(Round round, Next next) {
        if (next instanceof Next.Sample) {
            Project project = projects.findById(round.projectId);
            ModelVersion made = models.madeBy(tuning(round).orElseThrow().id).orElseThrow();
            List<TrainingRun> requested = sampling.request(
                    project, made, samplingConfig.promptsMax(), Asked.inRound(round.id), Instant.now());
            if (requested.isEmpty()) {
                round.finish("succeeded", "No prompt was short of answers, so none were sampled.", Instant.now());
            }
        }
        return next;
    }

    private void fail(UUID id, String sentence) {
        locked(id, (round, next) -> {
            round.finish("failed", sentence, Instant.now());
            return next;
        });
    }

    /** Decides anew under the lock: another instance may have taken the step meanwhile. */
    private Next locked(UUID id, BiFunction<Round, Next, Next> step) {
        return QuarkusTransaction.requiringNew().timeout(900).call(() -> {
            Round round = rounds.findById(id, LockModeType.PESSIMISTIC_WRITE);
            return round.finished() ? new Next.Await() : step.apply(round, RoundPlan.next(facts(round)));
        });
    }

    private RoundPlan.Facts facts(Round round) {
        Optional<Long> demonstrations = Optional.ofNullable(round.datasetId)
                .map(dataset -> datasets.findById(dataset).demonstrations());
        return new RoundPlan.Facts(
                demonstrations,
                tuning(round).map(AdvanceRound::fact),
                runs.ofRound(round.id).stream()
                        .filter(run -> run.kind.equals("generate"))
                        .map(AdvanceRound::fact)
                        .toList());
    }

    private Optional<TrainingRun> tuning(Round round) {
        return runs.ofRound(round.id).stream()
                .filter(run -> run.kind.equals("sft"))
                .findFirst();
    }

    private static RunFact fact(TrainingRun run) {
        return new RunFact(
                run.number,
                run.kind.equals("sft") ? "SFT" : "Generate",
                Optional.ofNullable(run.outcome),
                Optional.ofNullable(run.reason));
    }

    private Optional<ModelVersion> base(Project project) {
        return current.of(project.id)
                .map(c -> models.root(models.findById(c.modelVersionId)))
                .or(models::newestBase);
    }
}
