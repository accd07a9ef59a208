package hone.trainer.ppo;

import hone.contract.PpoRecipe;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.NotFinite;
import hone.trainer.rollout.Minibatches;
import hone.trainer.scoring.ScoringModel;
import hone.trainer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;

/**
 * Moves the value model: one clipped step per minibatch.
 *
 * @param mean subtracted from the model's output, see {@link ValueStart}
 */
record ValueUpdates(ScoringModel model, double mean, AdamW optimizer, PpoRecipe recipe, int padId) {

    /** The statistics of one minibatch. */
    record Seen(double loss, double clipFraction, double norm) {}

    /** @param iteration counted from 1 */
    List<Seen> learn(Experience experience, List<int[]> minibatches, double learningRate, long iteration) {
        List<Seen> all = new ArrayList<>();
        for (int[] minibatch : minibatches) {
            Seen seen = oneMinibatch(experience, minibatch);
            NotFinite.refuse("The value model's loss", seen.loss, iteration);
            NotFinite.refuse("The value model's gradient", seen.norm, iteration);
            optimizer.step(learningRate);
            all.add(seen);
        }
        return all;
    }

    private Seen oneMinibatch(Experience experience, int[] minibatch) {
        double tokens = experience.answerTokens(minibatch);
        double sum = 0;
        double clipped = 0;
        int rows = Minibatches.rowsTogether(recipe.rollouts().responseTokensMax(), 1);
        for (int[] which : experience.parts(minibatch, rows)) {
            try (Scope scope = Scope.open()) {
                Experience.Part part = experience.part(which, padId);
                double share = part.batch().answerTokens() / tokens;
                ValueLoss loss = ValueLoss.of(
                        part.batch().values(model, mean),
                        part.values(),
                        part.returns(),
                        part.mask(),
                        recipe.clipping().valueClip());
                loss.loss().mul(new Scalar(share)).backward();
                sum += share * loss.loss().item_double();
                clipped += share * loss.clipFraction().item_double();
            }
        }
        return new Seen(sum, clipped, optimizer.clip(recipe.optimizer().gradientNormMax()));
    }
}
