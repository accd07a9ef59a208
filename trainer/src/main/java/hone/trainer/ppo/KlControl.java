package hone.trainer.ppo;

import hone.contract.PpoRecipe;
import hone.trainer.run.RunFailure;
import java.util.Optional;

/** How strongly the policy is held near the model it started from, and how far from it a run may go at all. */
record KlControl(PpoRecipe recipe) {
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

    /** Where the band ends if nothing else is said: twice the target. */
    Optional<Double> band() {
        double target = recipe.kl().klTarget();
        return target > 0 ? Optional.of(BAND * target) : Optional.empty();
    }
}
