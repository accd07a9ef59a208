package hone.trainer.bench;

import hone.trainer.data.InTwo;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.optim.AdamW;
import hone.trainer.tensor.SideBySide;
import hone.trainer.weights.InitialWeights;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Fine-tuning on random rows of which every token is learned. Parts, loss, clipping and optimizer are those of {@code sft}. */
final class SftSteps implements Steps {
    private final Decoder model;
    private final AdamW optimizer;
    private final SideBySide sideBySide;
    private final LabelLearning learning;
    private final List<TokenRows> parts;

    SftSteps(TrainCase of) {
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
        parts = InTwo.of(rows, row -> 1, row -> row.tokens().length).stream()
                .map(part -> TokenRows.rightPadded(part, 0))
                .toList();
    }

    @Override
    public Done run(int steps) {
        int labels = parts.stream().mapToInt(TokenRows::labelCount).sum();
        Used began = Used.now();
        for (int step = 0; step < steps; step++) {
            learning.learn(parts, 1.0 / labels, 1);
            learning.complete();
            optimizer.clip(1);
            optimizer.step(1e-4);
        }
        double tokens =
                parts.stream().mapToInt(part -> part.count() * part.width()).sum();
        return new Done(steps * tokens, Used.now().since(began));
    }

    @Override
    public void close() {
        learning.close();
        sideBySide.close();
        optimizer.close();
        model.close();
    }
}
