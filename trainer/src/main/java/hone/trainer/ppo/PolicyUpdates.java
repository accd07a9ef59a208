package hone.trainer.ppo;

import hone.contract.PpoRecipe;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.TokenLogprobs;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.NotFinite;
import hone.trainer.rollout.Minibatches;
import hone.trainer.tensor.Masked;
import hone.trainer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Moves the policy: one clipped step a minibatch.
 *
 * @param written answers of people that are learned beside, if the recipe says so
 */
record PolicyUpdates(Decoder policy, AdamW optimizer, PpoRecipe recipe, int padId, Optional<WrittenMix> written) {

    /** The statistics of one minibatch. */
    record Seen(
            double loss,
            double clipFraction,
            double approximateKl,
            double ratio,
            double entropy,
            double norm,
            double written) {}

    /** @param iteration counted from 1 */
    List<Seen> learn(Experience experience, List<int[]> minibatches, double learningRate, long iteration) {
        List<Seen> all = new ArrayList<>();
        for (int number = 0; number < minibatches.size(); number++) {
            long step = (iteration - 1) * minibatches.size() + number;
            Seen seen = oneMinibatch(experience, minibatches.get(number), step);
            NotFinite.refuse("The policy's loss", seen.loss, iteration);
            NotFinite.refuse("The policy's gradient", seen.norm, iteration);
            NotFinite.refuse("The loss on written answers", seen.written, iteration);
            optimizer.step(learningRate);
            all.add(seen);
        }
        return all;
    }

    /** Gradients of all parts add up to that of the minibatch's mean over tokens. */
    private Seen oneMinibatch(Experience experience, int[] minibatch, long step) {
        double tokens = experience.answerTokens(minibatch);
        double[] sums = new double[5];
        int rows = Minibatches.rowsTogether(
                recipe.rollouts().responseTokensMax(), policy.config().vocab());
        for (int[] which : experience.parts(minibatch, rows)) {
            try (Scope scope = Scope.open()) {
                Experience.Part part = experience.part(which, padId);
                double share = part.batch().answerTokens() / tokens;
                TokenLogprobs now = part.batch()
                        .logprobsAndEntropy(policy, recipe.rollouts().temperature()); // (b, n)
                PolicyLoss loss = PolicyLoss.of(
                        now.logprobs(),
                        part.logprobs(),
                        part.advantages(),
                        part.mask(),
                        recipe.clipping().clip());
                loss.loss().mul(new Scalar(share)).backward();
                try (NoGradGuard constants = new NoGradGuard()) {
                    Tensor[] scalars = {
                        loss.loss(),
                        loss.clipFraction(),
                        loss.approximateKl(),
                        loss.ratio(),
                        Masked.mean(now.entropy(), part.mask())
                    };
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += share * scalars[i].item_double();
                    }
                }
            }
        }
        double beside = written.map(mix -> mix.backward(policy, step)).orElse(0.0);
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        return new Seen(sums[0], sums[1], sums[2], sums[3], sums[4], norm, beside);
    }
}
