package hone.round;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Quartz, clustered in PostgreSQL, wakes one instance; what is due and what comes next is kept in our own rows. */
@ApplicationScoped
class RoundTick {
    private final DueRounds dueRounds;
    private final AdvanceRound advanceRound;

    RoundTick(DueRounds dueRounds, AdvanceRound advanceRound) {
        this.dueRounds = dueRounds;
        this.advanceRound = advanceRound;
    }

    @Scheduled(
            identity = "rounds",
            every = "{hone.rounds.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        dueRounds.start(Instant.now());
        advanceRound.advanceAll();
    }
}
