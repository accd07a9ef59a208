package hone.trainer.ppo;

import hone.contract.PpoRecipe;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.DataParallel;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.EarlierGradients;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;

/**
 * Moves the value model: one clipped step per minibatch, whose answers several processes share.
 *
 * @param mean subtracted from the model's output, see {@link ValueStart}
 */
record ValueUpdates(
        ScoringModel model,
        double mean,
        AdamW optimizer,
        PpoRecipe recipe,
        int padId,
        SideBySide sideBySide,
        DataParallel together) {

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
        for (int[] some : experience.parts(minibatch, together)) {
            try (Scope scope = Scope.open()) {
                List<Experience.Part> parts = experience.inTwo(some, padId);
                double[] losses = new double[parts.size()];
                double[] fractions = new double[parts.size()];
                List<SideBySide.Work> all = IntStream.range(0, parts.size())
                        .<SideBySide.Work>mapToObj(number -> () -> {
                            Experience.Part part = parts.get(number);
                            double share = part.batch().answerTokens() / tokens;
                            ValueLoss loss = ValueLoss.of(
                                    part.batch().values(model, mean),
                                    part.values(),
                                    part.returns(),
                                    part.mask(),
                                    recipe.clipping().valueClip());
                            loss.loss().mul(new Scalar(share)).backward();
                            losses[number] = share * loss.loss().item_double();
                            fractions[number] = share * loss.clipFraction().item_double();
                        })
                        .toList();
                EarlierGradients.apart(model.trainableParameters().values(), () -> sideBySide.run(all));
                sum += Arrays.stream(losses).sum();
                clipped += Arrays.stream(fractions).sum();
            }
        }
        together.sumGradients(optimizer.parameters());
        double[] seen = together.sum(sum, clipped);
        return new Seen(seen[0], seen[1], optimizer.clip(recipe.optimizer().gradientNormMax()));
    }
}
