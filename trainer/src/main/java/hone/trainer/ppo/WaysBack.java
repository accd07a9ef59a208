package hone.trainer.ppo;

import hone.contract.RunEvent;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import java.util.Map;
import java.util.Optional;

/**
 * What follows when something is not a number: training goes back to the last checkpoint with half the learning rate, three
 * times at most in the whole run, whichever worker it was; then the run ends.
 */
final class WaysBack {
    private static final int MOST = 3;

    private final Run run;
    private final double learningRate;
    private int taken;

    /** @param learningRate the recipe's, of the policy */
    WaysBack(Run run, double learningRate) {
        this.run = run;
        this.learningRate = learningRate;
        this.taken = (int) run.earlier().stream()
                .filter(RunEvent.WentBack.class::isInstance)
                .count();
    }

    boolean any() {
        return taken > 0;
    }

    /** What learning rates are multiplied by. */
    double rateScale() {
        return Math.pow(0.5, taken);
    }

    /** @param good where training goes on; empty for the start */
    void take(NotFinite e, Optional<Checkpoints.Saved> good) {
        long toStep = good.map(Checkpoints.Saved::step).orElse(0L);
        String place = toStep == 0 ? "the start" : "iteration " + toStep;
        double rate = learningRate * rateScale();
        Map<String, Double> numbers =
                Map.of("iteration", (double) e.iteration(), "lr", rate, "lr_scale", rateScale() / 2);
        if (taken == MOST) {
            throw new RunFailure(
                    "nan-loss",
                    "%s of iteration %d was not a number, and so it was before with higher learning rates; after %d ways back the run ends. %sStart a new run with a learning rate below %.1e."
                            .formatted(
                                    e.what(),
                                    e.iteration(),
                                    MOST,
                                    toStep == 0 ? "" : "The checkpoint of " + place + " is kept. ",
                                    rate),
                    numbers);
        }
        String reason = "%s of iteration %d was not a number. Training goes on from %s with half the learning rate."
                .formatted(e.what(), e.iteration(), place);
        System.out.println(reason);
        run.log()
                .append((id, sequence, now) -> new RunEvent.WentBack(
                        id,
                        sequence,
                        now,
                        e.iteration(),
                        toStep,
                        reason,
                        "nan-loss",
                        numbers,
                        good.map(Checkpoints.Saved::sha256)));
        taken++;
    }
}
