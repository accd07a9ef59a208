package hone.trainer.ppo;

import hone.contract.Recipe;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.run.RunFailure;
import java.util.Map;
import java.util.Optional;

/** How strongly the policy is held near the model it started from, and how far from it a run may go at all. */
record KlControl(Recipe.Ppo recipe) {
    private static final double BAND = 2; // times the target

    /** One batch moves the coefficient by a tenth of the error, as in Ziegler et al. */
    private static final double HORIZON_BATCHES = 10;

    KlControl {
        RunFailure.unlessRecipe(
                !recipe.kl().adapts() || recipe.kl().klTarget() > 0, "an adaptive KL needs a klTarget above 0");
    }

    /** @param kl of the iteration that has ended, in nats per answer */
    double next(double coefficient, double kl) {
        if (!recipe.kl().adapts()) {
            return coefficient;
        }
        return new AdaptiveKl(
                        recipe.kl().klTarget(),
                        HORIZON_BATCHES * recipe.rollouts().rolloutsPerIteration())
                .next(coefficient, kl, recipe.rollouts().rolloutsPerIteration());
    }

    /**
     * A policy that far from its start no longer writes answers like those that people judged, so its scores mean nothing.
     *
     * @param kept the newest checkpoint
     */
    void refuseBeyondBand(double kl, long iteration, Optional<Checkpoints.Saved> kept) {
        double limit = BAND * recipe.kl().klTarget();
        if (recipe.kl().klTarget() > 0 && kl > limit) {
            throw new RunFailure(
                    "kl-above-band",
                    "After iteration %d the policy had moved %.1f nats an answer away from where it began; the band ends at %.1f. %sRaise the KL coefficient or lower the learning rate."
                            .formatted(
                                    iteration - 1,
                                    kl,
                                    limit,
                                    kept.map(saved -> "The checkpoint of iteration " + saved.step() + " is kept. ")
                                            .orElse("")),
                    Map.of("objective/kl", kl, "limit", limit, "iteration", iteration - 1.0));
        }
    }
}
