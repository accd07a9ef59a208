package hone.trainer.bench;

import hone.trainer.data.InTwo;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.optim.AdamW;
import hone.trainer.run.DataParallel;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.weights.InitialWeights;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Fine-tuning on random rows of which every token is learned. Parts, loss, clipping and optimizer are those of {@code sft}. */
final class SftSteps implements Steps {
    private final Decoder model;
    private final AdamW optimizer;
    private final SideBySide sideBySide;
    private final LabelLearning learning;
    private final DataParallel together;
    private final List<TokenRows> all;
    private final List<TokenRows> parts;

    SftSteps(TrainCase of) {
        this(of, DataParallel.ALONE);
    }

    /** @param together the processes that share the rows */
    SftSteps(TrainCase of, DataParallel together) {
        this.together = together;
        ModelSize size = of.size();
        model = InitialWeights.random(size.config(), 1);
        optimizer = new AdamW(model.trainableParameters(), AdamW.Settings.decaying(0.1));
        sideBySide = SideBySide.of(model.config().dim(), of.threads());
        learning = new LabelLearning(model, sideBySide, of.precision());
        Random random = new Random(1);
        int vocabulary = size.config().vocab();
        List<TokenRows.Row> rows = IntStream.range(0, size.rows())
                .mapToObj(r -> TokenRows.Row.whole(
                        random.ints(size.tokens(), 3, vocabulary).toArray()))
                .toList();
        all = inParts(rows);
        parts = inParts(together.share(rows));
    }

    private static List<TokenRows> inParts(List<TokenRows.Row> rows) {
        return InTwo.of(rows, row -> 1, row -> row.tokens().length).stream()
                .map(part -> TokenRows.rightPadded(part, 0))
                .toList();
    }

    @Override
    public Done run(int steps) {
        Used began = Used.now();
        for (int step = 0; step < steps; step++) {
            learn(parts);
            together.sumGradients(model.trainableParameters().values());
            optimizer.clip(1);
            optimizer.step(1e-4);
        }
        double tokens =
                all.stream().mapToInt(part -> part.count() * part.width()).sum();
        return new Done(steps * tokens, Used.now().since(began));
    }

    private void learn(List<TokenRows> some) {
        int labels = all.stream().mapToInt(TokenRows::labelCount).sum();
        learning.learn(some, 1.0 / labels, 1);
        learning.complete();
    }

    /**
     * How far the gradient of all processes together is from that of this one alone: the largest difference, relative to the largest
     * number of the same parameter.
     */
    double gradientError() {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            learn(parts);
            together.sumGradients(model.trainableParameters().values());
            List<Tensor> summed = model.trainableParameters().values().stream()
                    .map(parameter -> parameter.grad().clone())
                    .toList();
            optimizer.step(0); // clears the gradients
            learn(all);
            double error = 0;
            int next = 0;
            for (Tensor parameter : model.trainableParameters().values()) {
                Tensor alone = parameter.grad();
                double difference = alone.sub(summed.get(next++)).abs().max().item_double();
                error = Math.max(error, difference / alone.abs().max().item_double());
            }
            optimizer.step(0);
            return error;
        }
    }

    @Override
    public void close() {
        learning.close();
        sideBySide.close();
        optimizer.close();
        model.close();
    }
}
