package hone.trainer.rollout;

import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rolls training back to the last good checkpoint with half the learning rate when a loss or gradient is not finite or a guard
 * rail is passed, at most three times in a run, counted over all of its workers; then the run fails.
 */
public final class Rollbacks {
    private static final int ROLLBACKS_MAX = 3;
    private static final String NAN = "nan-loss";

    private final Run run;
    private final double learningRate;
    private int taken;

    /** @param learningRate the recipe's, of the policy */
    public Rollbacks(Run run, double learningRate) {
        this.run = run;
        this.learningRate = learningRate;
        this.taken = (int) run.earlier().stream()
                .filter(RunEvent.RolledBack.class::isInstance)
                .count();
    }

    public boolean any() {
        return taken > 0;
    }

    /** The factor for learning rates. */
    public double rateScale() {
        return Math.pow(0.5, taken);
    }

    /** @param good the checkpoint to resume from; empty for the start */
    public void rollBack(NotFinite e, Optional<Checkpoints.Saved> good) {
        long toStep = good.map(Checkpoints.Saved::step).orElse(0L);
        String place = toStep == 0 ? "the start" : "iteration " + toStep;
        double rate = learningRate * rateScale();
        Map<String, Double> numbers = Map.of("iteration", (double) e.step(), "lr", rate, "lr_scale", rateScale() / 2);
        if (taken == ROLLBACKS_MAX) {
            throw new RunFailure(
                    NAN,
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
        tell(e.step(), toStep, reason, NAN, numbers, good);
    }

    /** What a guard rail saw: what was learned since is forgotten, with its checkpoints. */
    public void rollBack(GuardRailPassed e, CheckpointedRun checkpoints) {
        double rate = learningRate * rateScale();
        Map<String, Double> numbers = new HashMap<>(e.numbers());
        numbers.put("iteration", (double) e.iteration());
        numbers.put("lr", rate);
        numbers.put("lr_scale", rateScale() / 2);
        if (taken == ROLLBACKS_MAX) {
            throw new RunFailure(
                    e.word(),
                    e.sentence() + " It did so before with higher learning rates; after " + ROLLBACKS_MAX
                            + " rollbacks the run ends. "
                            + checkpoints
                                    .latest()
                                    .map(saved -> "The checkpoint of iteration " + saved.step() + " is kept. ")
                                    .orElse("")
                            + e.advice(),
                    numbers);
        }
        checkpoints.discardAfter(e.goodIteration());
        Optional<Checkpoints.Saved> good = checkpoints.latest();
        long toStep = good.map(Checkpoints.Saved::step).orElse(0L);
        String place = toStep == 0 ? "the start" : "iteration " + toStep;
        String reason = e.sentence() + " Training goes on from " + place + " with half the learning rate.";
        tell(e.iteration(), toStep, reason, e.word(), numbers, good);
    }

    private void tell(
            long step,
            long toStep,
            String reason,
            String word,
            Map<String, Double> numbers,
            Optional<Checkpoints.Saved> good) {
        System.out.println(reason);
        run.log()
                .append((id, sequence, now) -> new RunEvent.RolledBack(
                        id, sequence, now, step, toStep, reason, word, numbers, good.map(Checkpoints.Saved::sha256)));
        taken++;
    }
}
