package hone.round;

import hone.labeler.Labeler;
import hone.run.Outcome;
import hone.run.RequestRun;
import hone.run.TrainingRun;
import hone.web.Conflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Stops a round by hand: its runs are cancelled; the dataset, and what was saved, are kept. */
@ApplicationScoped
class EndRound {
    private final Round.Repo rounds;
    private final TrainingRun.Repo runs;
    private final RequestRun requests;

    EndRound(Round.Repo rounds, TrainingRun.Repo runs, RequestRun requests) {
        this.rounds = rounds;
        this.runs = runs;
        this.requests = requests;
    }

    /** @throws Conflict when it has already ended */
    @Transactional(Transactional.TxType.MANDATORY)
    void byHand(UUID id, Labeler person, Instant now) {
        Round round = rounds.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (round.finished()) {
            throw new Conflict(
                    "Round " + round.number + " has ended already. Nothing was changed; what it made is kept.");
        }
        String reason = "Stopped by " + person.displayName + ".";
        for (TrainingRun run : runs.ofRound(round.id)) {
            if (!run.finished()) {
                requests.cancel(run, Optional.of(person.id), reason, now);
            }
        }
        round.finish(Outcome.CANCELLED, reason, now);
    }
}
