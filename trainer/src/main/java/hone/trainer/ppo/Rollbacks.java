package hone.trainer.ppo;

import hone.contract.RunEvent;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import java.util.Map;
import java.util.Optional;

/**
 * Rolls training back to the last checkpoint with half the learning rate when a loss or gradient is not finite, at most three
 * times in a run, counted over all of its workers; then the run fails.
 */
final class Rollbacks {
    private static final int ROLLBACKS_MAX = 3;

    private final Run run;
    private final double learningRate;
    private int taken;

    /** @param learningRate the recipe's, of the policy */
    Rollbacks(Run run, double learningRate) {
        this.run = run;
        this.learningRate = learningRate;
        this.taken = (int) run.earlier().stream()
                .filter(RunEvent.RolledBack.class::isInstance)
                .count();
    }

    boolean any() {
        return taken > 0;
    }

    /** The factor for learning rates. */
    double rateScale() {
        return Math.pow(0.5, taken);
    }

    /** @param good the checkpoint to resume from; empty for the start */
    void rollBack(NotFinite e, Optional<Checkpoints.Saved> good) {
        long toStep = good.map(Checkpoints.Saved::step).orElse(0L);
        String place = toStep == 0 ? "the start" : "iteration " + toStep;
        double rate = learningRate * rateScale();
        Map<String, Double> numbers = Map.of("iteration", (double) e.step(), "lr", rate, "lr_scale", rateScale() / 2);
        if (taken == ROLLBACKS_MAX) {
            throw new RunFailure(
                    "nan-loss",
                    "%s of iteration %d was not a number, and so it was before with higher learning rates; after %d rollbacks the run ends. %sStart a new run with a learning rate below %.1e."
                            .formatted(
                                    e.what(),
                                    e.step(),
                                    ROLLBACKS_MAX,
                                    toStep == 0 ? "" : "The checkpoint of " + place + " is kept. ",
                                    rate),
                    numbers);
        }
        String reason = "%s of iteration %d was not a number. Training goes on from %s with half the learning rate."
                .formatted(e.what(), e.step(), place);
        System.out.println(reason);
        run.log()
                .append((id, sequence, now) -> new RunEvent.RolledBack(
                        id,
                        sequence,
                        now,
                        e.step(),
                        toStep,
                        reason,
                        "nan-loss",
                        numbers,
                        good.map(Checkpoints.Saved::sha256)));
        taken++;
    }
}
