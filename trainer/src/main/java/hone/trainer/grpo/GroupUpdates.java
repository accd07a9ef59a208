package hone.trainer.grpo;

import hone.contract.GrpoRecipe;
import hone.trainer.data.InTwo;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.TokenLogprobs;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.NotFinite;
import hone.trainer.rollout.AnswerBatch;
import hone.trainer.rollout.Minibatches;
import hone.trainer.rollout.MyRollouts;
import hone.trainer.rollout.Rollout;
import hone.trainer.run.DataParallel;
import hone.trainer.tensor.Masked;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Moves the policy: one clipped step a minibatch, whose answers several processes share. */
record GroupUpdates(LabelLearning learning, AdamW optimizer, GrpoRecipe recipe, int padId, DataParallel together) {
    private static final int STATISTICS = 5;

    /** The statistics of one minibatch. */
    record Seen(double loss, double kl, double clippedLow, double clippedHigh, double entropy, double norm) {}

    /** @param iteration counted from 1 */
    List<Seen> learn(
            List<Rollout> rollouts,
            Looked looked,
            float[] advantages,
            List<int[]> minibatches,
            double learningRate,
            long iteration) {
        double all = rollouts.stream().mapToInt(Rollout::answerTokens).sum();
        double items = all * recipe.passes().minibatchRows() / rollouts.size();
        List<Seen> seen = new ArrayList<>();
        for (int[] minibatch : minibatches) {
            Seen one = oneMinibatch(rollouts, looked, advantages, minibatch, items);
            NotFinite.refuse("The policy's loss", one.loss, iteration);
            NotFinite.refuse("The policy's gradient", one.norm, iteration);
            optimizer.step(learningRate);
            seen.add(one);
        }
        return seen;
    }

    /** Gradients of all parts, and of all processes, add up to that of the minibatch. */
    private Seen oneMinibatch(
            List<Rollout> rollouts, Looked looked, float[] advantages, int[] minibatch, double items) {
        double tokens = Arrays.stream(minibatch)
                .map(place -> rollouts.get(place).answerTokens())
                .sum();
        GrpoLoss.Divisors divisors = new GrpoLoss.Divisors(
                minibatch.length, tokens, recipe.rollouts().responseTokensMax(), items);
        double[] sums = new double[STATISTICS];
        MyRollouts mine = MyRollouts.among(rollouts, minibatch, together);
        for (int[] places : mine.ofSimilarLength(Minibatches.ROWS_TOGETHER_MAX)) {
            List<int[]> parts =
                    InTwo.ofNumbers(places, place -> rollouts.get(place).tokens().length);
            List<AnswerBatch> batches = parts.stream()
                    .map(which -> AnswerBatch.of(
                            Arrays.stream(which).mapToObj(rollouts::get).toList(), padId))
                    .toList();
            double[][] seen = new double[parts.size()][];
            learning.learn(
                    batches.stream().map(AnswerBatch::labelled).toList(),
                    new LabelLearning.Read(recipe.rollouts().temperature(), true),
                    0,
                    (number, labels) -> {
                        AnswerBatch batch = batches.get(number);
                        int[] which = parts.get(number);
                        Tensor mask = looked.part(looked.mask(), which, batch.answerWidth());
                        TokenLogprobs now = batch.grid(labels); // (b, n)
                        GrpoLoss loss = GrpoLoss.of(
                                new GrpoLoss.Tokens(
                                        now.logprobs(),
                                        looked.part(looked.logprobs(), which, batch.answerWidth()),
                                        recipe.loss().beta() > 0
                                                ? Optional.of(
                                                        looked.part(looked.reference(), which, batch.answerWidth()))
                                                : Optional.empty(),
                                        mask),
                                some(advantages, which),
                                divisors,
                                recipe.loss());
                        double share = batch.answerTokens() / tokens;
                        seen[number] = new double[] {
                            loss.loss().item_double(),
                            share * loss.kl().item_double(),
                            share * loss.clippedLow().item_double(),
                            share * loss.clippedHigh().item_double(),
                            share * Masked.mean(now.entropy(), mask).item_double()
                        };
                        return loss.loss();
                    });
            for (double[] part : seen) {
                for (int i = 0; i < STATISTICS; i++) {
                    sums[i] += part[i];
                }
            }
        }
        learning.complete();
        together.sumGradients(optimizer.parameters());
        double[] all = together.sum(sums);
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        return new Seen(all[0], all[1], all[2], all[3], all[4], norm);
    }

    private static Tensor some(float[] all, int[] which) { // → (b)
        float[] some = new float[which.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[which[i]];
        }
        return Tensors.of(some, some.length);
    }
}
