package hone.trainer.ppo;

import hone.contract.PpoRecipe;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.TokenLogprobs;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.DataParallel;
import hone.trainer.tensor.Masked;
import hone.trainer.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Moves the policy: one clipped step a minibatch, whose answers several processes share.
 *
 * @param written answers of people that are learned beside, if the recipe says so
 */
record PolicyUpdates(
        LabelLearning learning,
        AdamW optimizer,
        PpoRecipe recipe,
        int padId,
        Optional<WrittenMix> written,
        DataParallel together) {
    private static final int STATISTICS = 5;

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

    /** Gradients of all parts, and of all processes, add up to that of the minibatch's mean over tokens. */
    private Seen oneMinibatch(Experience experience, int[] minibatch, long step) {
        double tokens = experience.answerTokens(minibatch);
        double[] sums = new double[STATISTICS + 1];
        for (int[] some : experience.parts(minibatch, together)) {
            try (Scope scope = Scope.open()) {
                List<Experience.Part> parts = experience.inTwo(some, padId);
                double[][] seen = new double[parts.size()][];
                learning.learn(
                        parts.stream().map(part -> part.batch().labelled()).toList(),
                        new LabelLearning.Read(recipe.rollouts().temperature(), true),
                        step,
                        (number, labels) -> {
                            Experience.Part part = parts.get(number);
                            double share = part.batch().answerTokens() / tokens;
                            TokenLogprobs now = part.batch().grid(labels); // (b, n)
                            PolicyLoss loss = PolicyLoss.of(
                                    now.logprobs(),
                                    part.logprobs(),
                                    part.advantages(),
                                    part.mask(),
                                    recipe.clipping().clip());
                            seen[number] = statistics(loss, Masked.mean(now.entropy(), part.mask()), share);
                            return loss.loss().mul(new Scalar(share));
                        });
                for (double[] part : seen) {
                    for (int i = 0; i < STATISTICS; i++) {
                        sums[i] += part[i];
                    }
                }
            }
        }
        sums[STATISTICS] =
                written.map(mix -> mix.learn(learning, step, together)).orElse(0.0);
        learning.complete();
        together.sumGradients(optimizer.parameters());
        double[] all = together.sum(sums);
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        return new Seen(all[0], all[1], all[2], all[3], all[4], norm, all[STATISTICS]);
    }

    private static double[] statistics(PolicyLoss loss, Tensor entropy, double share) {
        Tensor[] scalars = {loss.loss(), loss.clipFraction(), loss.approximateKl(), loss.ratio(), entropy};
        return Arrays.stream(scalars)
                .mapToDouble(scalar -> share * scalar.item_double())
                .toArray();
    }
}
