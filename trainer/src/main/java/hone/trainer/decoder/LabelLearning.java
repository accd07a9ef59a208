package hone.trainer.decoder;

import hone.trainer.data.LabelledRows;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.tensor.EarlierGradients;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Learns from the log-probabilities of labelled tokens: adds the gradient of a loss to the model's parameters, in at most two parts at the
 * same time. The sum depends neither on how many threads there are nor on which part is ready first.
 */
public final class LabelLearning implements AutoCloseable {
    private static final int PARTS_MAX = 2;

    private final Decoder model;
    private final Optional<SideBySide> sideBySide;
    private final Precision precision;
    private final List<OutputGradient> matrices;

    /** On the threads of the job. */
    public LabelLearning(Decoder model, SideBySide sideBySide, Precision precision) {
        this(model, Optional.of(sideBySide), precision);
    }

    private LabelLearning(Decoder model, Optional<SideBySide> sideBySide, Precision precision) {
        this.model = model;
        this.precision = precision;
        this.sideBySide = sideBySide;
        matrices = model.output().isTrained()
                ? Stream.generate(() -> new OutputGradient(model.output().weight()))
                        .limit(sideBySide.isPresent() ? PARTS_MAX : 1)
                        .toList()
                : List.of();
    }

    /** One part at a time, on the thread that asks, and nothing is left out: for comparisons with what others compute. */
    public static LabelLearning onThisThread(Decoder model) {
        return new LabelLearning(model, Optional.empty(), Precision.F32);
    }

    /** A loss of some labels. */
    public interface Loss {
        /** @param labels log p, of which the result's gradient is taken (N), and entropies, if they were asked for (N) */
        Tensor of(int part, TokenLogprobs labels); // → scalar
    }

    /** How labels are read. */
    public record Read(double temperature, boolean withEntropies) {
        public static final Read PLAIN = new Read(1, false);
    }

    /**
     * Cross entropy.
     *
     * @param parts at most two
     * @param scale of the gradient, such as 1 / labels of the whole batch
     * @param seed of what an adapter leaves out
     * @return Σ w · −log p over all labels, without the scale
     */
    public double learn(List<? extends LabelledRows> parts, double scale, long seed) {
        double[] losses = new double[parts.size()];
        run(
                parts.size(),
                seed,
                (part, matrix) -> losses[part] = TokenLoss.learn(model, parts.get(part), scale, precision, matrix));
        return Arrays.stream(losses).sum();
    }

    /** Any loss of their log-probabilities, which is told them part by part, on the part's own thread. */
    public void learn(List<? extends LabelledRows> parts, Read read, long seed, Loss loss) {
        run(parts.size(), seed, (part, matrix) -> {
            LabelledRows rows = parts.get(part);
            if (rows.labelCount() == 0) {
                return;
            }
            LabelLogprobs labels = precision.within(() -> TokenLoss.logprobs(model, rows, read.temperature));
            TokenLogprobs values = labels.toBeLearned(read.withEntropies);
            values.logprobs().set_requires_grad(true);
            loss.of(part, values).backward();
            labels.learn(values.logprobs().grad(), matrix);
        });
    }

    private interface Part {
        void learn(int part, Optional<OutputGradient> matrix);
    }

    private void run(int parts, long seed, Part work) {
        if (sideBySide.isPresent()) {
            List<SideBySide.Work> all = IntStream.range(0, parts)
                    .<SideBySide.Work>mapToObj(part -> () -> Dropout.from(ShuffledOrder.mix(seed, part), () -> {
                        work.learn(part, matrix(part));
                        return part;
                    }))
                    .toList();
            EarlierGradients.apart(
                    model.trainableParameters().values(), () -> sideBySide.get().run(all));
            return;
        }
        for (int part = 0; part < parts; part++) {
            try (Scope scope = Scope.open()) {
                work.learn(part, matrix(part));
            }
        }
    }

    private Optional<OutputGradient> matrix(int part) {
        return matrices.isEmpty() ? Optional.empty() : Optional.of(matrices.get(part % matrices.size()));
    }

    /** To be called when all of a step is learned, before its gradient is used. */
    public void complete() {
        matrices.forEach(OutputGradient::giveAway);
    }

    /** The cross entropy of each row, without a gradient. */
    public double[] byRow(TokenRows rows) {
        try (Scope scope = Scope.open()) {
            return TokenLoss.byRow(model, rows);
        }
    }

    @Override
    public void close() {
        matrices.forEach(OutputGradient::close);
    }
}
