package hone.round;

import hone.contract.DatasetRef;
import hone.dataset.DatasetFreezer;
import hone.dataset.DatasetPublisher;
import hone.project.Project;
import hone.round.RoundPlan.Next;
import hone.round.RoundPlan.RunFact;
import hone.run.Outcome;
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
 * Advances each unfinished round by one stage, under a lock on its row.
 */
@ApplicationScoped
public class AdvanceRound {
    private static final Logger LOG = Logger.getLogger(AdvanceRound.class);
    private static final int STEP_SECONDS_MAX = 900;

    private final Round.Repo rounds;
    private final RoundStages stages;
    private final RequestStage requestStage;
    private final Project.Repo projects;
    private final DatasetFreezer freezer;
    private final DatasetPublisher publisher;
    private final TrainingRun.Repo runs;

    AdvanceRound(
            Round.Repo rounds,
            RoundStages stages,
            RequestStage requestStage,
            Project.Repo projects,
            DatasetFreezer freezer,
            DatasetPublisher publisher,
            TrainingRun.Repo runs) {
        this.rounds = rounds;
        this.stages = stages;
        this.requestStage = requestStage;
        this.projects = projects;
        this.freezer = freezer;
        this.publisher = publisher;
        this.runs = runs;
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

    /** At most one stage; the next tick takes the next one. */
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
            fail(id, refused);
        }
    }

    private void fail(UUID id, Conflict refused) {
        locked(id, (round, next) -> {
            round.finish(Outcome.FAILED, refused.sentence(), Instant.now());
            return next;
        });
    }

    private void take(UUID id, Next.Take take) {
        Optional<DatasetRef> data = Optional.empty();
        if (take.stage().trains()) {
            Round before = QuarkusTransaction.requiringNew().call(() -> rounds.findById(id));
            try {
                data = publisher.publish(Optional.ofNullable(before.datasetId).orElseThrow());
            } catch (Conflict refused) {
                fail(id, refused);
                return;
            }
            if (data.isEmpty()) {
                return; // Another publisher is at work; the next tick finds it done.
            }
        }
        Optional<DatasetRef> published = data;
        locked(id, (round, next) -> {
            if (next.equals(take)) {
                requestStage.of(round, take.stage(), published);
            }
            return next;
        });
    }

    /** Decides again under the lock: another instance may have taken the stage meanwhile. */
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
                                row.enabled(),
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
