package hone.round;

import hone.audit.Audit;
import hone.project.ProjectLock;
import hone.run.Outcome;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.web.Conflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets somebody continue a failed round by hand: the runs of the stage that failed no longer count, so the next tick requests
 * them anew, on the same dataset, and continues from there. Finished stages stay finished.
 */
@ApplicationScoped
class TryStageAgain {
    private final ProjectLock projectLock;
    private final Round.Repo rounds;
    private final RoundStages stages;
    private final TrainingRun.Repo runs;
    private final Audit audit;

    TryStageAgain(ProjectLock projectLock, Round.Repo rounds, RoundStages stages, TrainingRun.Repo runs, Audit audit) {
        this.projectLock = projectLock;
        this.rounds = rounds;
        this.stages = stages;
        this.runs = runs;
        this.audit = audit;
    }

    /** @throws Conflict when it did not fail in a run, or a newer round has begun */
    @Transactional(Transactional.TxType.MANDATORY)
    void byHand(UUID id, UUID person, Instant now) {
        Round round = rounds.findById(id);
        // As when a round starts: if two people press the button at once, one is told.
        projectLock.hold(round.projectId);
        rounds.getEntityManager().refresh(round, LockModeType.PESSIMISTIC_WRITE);
        Optional<Round> newer = rounds.newest(round.projectId).filter(newest -> newest.number > round.number);
        if (newer.isPresent()) {
            throw new Conflict("Round " + newer.get().number + " has begun since, with newer judgments. "
                    + "Nothing was started; go on with that one.");
        }
        if (round.outcome != Outcome.FAILED) {
            throw new Conflict("Round " + round.number + " has not failed" + (round.finished() ? "" : "; it is running")
                    + ". Nothing was started.");
        }
        TrainingRun last = runs.ofRound(round.id).stream()
                .filter(run -> run.outcome == Outcome.FAILED && counts(round, run))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new Conflict("Round " + round.number + " failed before anything was asked of the "
                        + "trainer, so there is no stage to try again. Nothing was started; start a new round."));
        Stage stage = last.kind;
        stages.again(round.id, stage, last.number);
        String reason = Optional.ofNullable(round.reason).orElse("");
        round.resume();
        audit.note(
                Optional.of(person),
                Optional.of(round.projectId),
                "round.step-again",
                round.id.toString(),
                Map.of("number", round.number, "step", stage.word(), "failed", reason),
                now);
    }

    private boolean counts(Round round, TrainingRun run) {
        return stages.of(round.id).stream()
                .anyMatch(row -> row.stage() == run.kind && row.counts(run.number, run.state()));
    }
}
