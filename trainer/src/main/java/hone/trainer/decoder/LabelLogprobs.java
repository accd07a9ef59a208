package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import hone.trainer.data.TokenRows;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * log p of labels, whose logits are never in memory all at once: those of a few hundred positions are computed, used and forgotten, and
 * computed again if a gradient is asked for later; few of them are kept until then. With z the logits divided by the temperature and p
 * their softmax, ∂ log p(y) / ∂ z_v = [v = y] − p_v; a cap and the temperature follow by the chain rule.
 *
 * <p>In shapes: N labels, C of them at a time, H model width, V vocabulary.
 */
final class LabelLogprobs {
    /** Numbers: 256 positions of 32,000 tokens. Fewer make the matrix product slower, more leave the processor's cache. */
    private static final long LOGITS_AT_ONCE = 8L << 20;
    /** Numbers: 128 MB. */
    private static final long LOGITS_KEPT_MAX = 32L << 20;

    private final Output output;
    private final Tensor read; // (B, T, H)
    private final Tensor positions; // (N)
    private final Precision precision;
    private final Tensor hidden; // (N, H) as products read it, without a gradient
    private final Tensor weight; // (V, H) the same
    private final Tensor labels; // (N, 1)
    private final double temperature;
    private final long atOnce;
    private Optional<Kept> kept = Optional.empty();

    /**
     * @param read hidden states (B, T, H), with the graph behind them if they are to be learned from
     */
    LabelLogprobs(Output output, Tensor read, TokenRows.Targets targets, double temperature) {
        this(
                output,
                read,
                targets,
                temperature,
                LOGITS_AT_ONCE / output.weight().size(0));
    }

    /** @param atOnce positions whose logits are in memory together */
    LabelLogprobs(Output output, Tensor read, TokenRows.Targets targets, double temperature, long atOnce) {
        this.output = output;
        this.atOnce = Math.max(1, atOnce);
        this.read = read;
        positions = Tensors.of(targets.positions(), targets.positions().length);
        labels = Tensors.of(targets.labels(), targets.labels().length, 1);
        this.temperature = temperature;
        precision = Precision.here();
        try (NoGradGuard constants = new NoGradGuard()) {
            hidden = read.detach()
                    .reshape(-1, read.size(-1))
                    .index_select(0, positions)
                    .to(precision.type());
            weight = output.weight().detach().to(precision.type());
        }
    }

    private long count() {
        return labels.size(0);
    }

    /** log p, without a gradient. */
    Tensor values() { // → (N)
        return values(false).logprobs();
    }

    /** The same with the entropy of each distribution. */
    TokenLogprobs withEntropies() {
        return values(true);
    }

    private TokenLogprobs values(boolean withEntropies) {
        TokenLogprobs all =
                new TokenLogprobs(Tensors.empty(count()), withEntropies ? Tensors.empty(count()) : new Tensor());
        forEach(chunk -> exponentials(chunk, all, withEntropies));
        return all;
    }

    /**
     * What {@link #values} says, before its gradient is asked for: what was computed of a few logits stays in the scope that is open, so
     * that it need not be computed again. A cap's slope would have to stay too, so with one nothing does.
     */
    TokenLogprobs toBeLearned(boolean withEntropies) {
        if (output.cap().isPresent() || count() * output.weight().size(0) > LOGITS_KEPT_MAX) {
            return values(withEntropies);
        }
        TokenLogprobs all =
                new TokenLogprobs(Tensors.empty(count()), withEntropies ? Tensors.empty(count()) : new Tensor());
        List<Exponentials> chunks = new ArrayList<>();
        try (NoGradGuard constants = new NoGradGuard()) {
            chunks().forEach(chunk -> chunks.add(exponentials(chunk, all, withEntropies)));
        }
        kept = Optional.of(new Kept(chunks, all.logprobs()));
        return all;
    }

    private record Kept(List<Exponentials> chunks, Tensor logprobs) {}

    /**
     * Adds the gradient of Σ slope · log p to the parameters.
     *
     * @param slopes (N)
     * @param matrix where that of the output matrix goes; empty if it is not trained
     * @return log p (N)
     */
    Tensor learn(Tensor slopes, Optional<OutputGradient> matrix) {
        Tensor slopesOfHidden = Tensors.empty(hidden.size(0), hidden.size(1)); // (N, H)
        Tensor logprobs;
        if (kept.isPresent()) {
            logprobs = kept.get().logprobs;
            List<Exponentials> chunks = kept.get().chunks;
            forEach(chunk -> learn(chunks.get((int) (chunk.from / atOnce)), slopes, slopesOfHidden, matrix));
            kept = Optional.empty(); // they are gradients now
        } else {
            TokenLogprobs all = new TokenLogprobs(Tensors.empty(count()), new Tensor());
            forEach(chunk -> learn(exponentials(chunk, all, false), slopes, slopesOfHidden, matrix));
            logprobs = all.logprobs();
        }
        Tensor back; // (B, T, H)
        try (NoGradGuard constants = new NoGradGuard()) {
            back = zeros_like(read);
            back.view(-1, read.size(-1)).index_copy_(0, positions, slopesOfHidden);
        }
        read.backward(back, new BoolOptional(), false, new TensorArrayRefOptional());
        return logprobs;
    }

    /** The positions from one on, many of them. */
    private record Chunk(long from, long many) {
        Tensor of(Tensor all) { // (N, …) → (C, …)
            return all.narrow(0, from, many);
        }
    }

    private List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        for (long from = 0; from < count(); from += atOnce) {
            chunks.add(new Chunk(from, Math.min(atOnce, count() - from)));
        }
        return chunks;
    }

    private void forEach(Consumer<Chunk> work) {
        for (Chunk chunk : chunks()) {
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                work.accept(chunk);
            }
        }
    }

    /**
     * What softmax is made of, in the memory of the logits.
     *
     * @param each e^(z − the row's largest) (C, V)
     * @param total their sums (C, 1)
     * @param capped logits before the temperature (C, V), if there is a cap
     */
    private record Exponentials(Chunk at, Tensor each, Tensor total, Optional<Tensor> capped) {}

    /** Writes log p, and entropies if they are wanted, on the way. */
    private Exponentials exponentials(Chunk chunk, TokenLogprobs all, boolean withEntropies) {
        Tensor z = output.logits(chunk.of(hidden), weight); // (C, V)
        Optional<Tensor> capped = output.cap().isPresent() ? Optional.of(z.clone()) : Optional.empty();
        if (temperature != 1) {
            z.div_(new Scalar(temperature));
        }
        z.sub_(z.amax(new long[] {-1}, true));
        Tensor label = z.gather(-1, chunk.of(labels)); // (C, 1)
        Optional<Tensor> shifted = withEntropies ? Optional.of(z.clone()) : Optional.empty(); // (C, V)
        z.exp_();
        Tensor total = z.sum(new long[] {-1}, true, new ScalarTypeOptional()); // (C, 1)
        Tensor logTotal = total.log(); // (C, 1)
        chunk.of(all.logprobs()).copy_(label.sub(logTotal).squeeze(-1));
        if (shifted.isPresent()) {
            // −Σ p log p = log Σ e^z − Σ p z
            Tensor mean = shifted.get()
                    .mul_(z)
                    .sum(new long[] {-1}, true, new ScalarTypeOptional())
                    .div(total);
            chunk.of(all.entropy()).copy_(logTotal.sub(mean).squeeze(-1));
            shifted.get().close();
        }
        return new Exponentials(chunk, z, total, capped);
    }

    /** The exponentials become the gradient of the logits. */
    private void learn(Exponentials of, Tensor slopes, Tensor slopesOfHidden, Optional<OutputGradient> matrix) {
        Chunk chunk = of.at;
        Tensor slope = chunk.of(slopes).unsqueeze(-1); // (C, 1)
        Tensor z = of.each.mul_(slope.div(of.total).neg()); // (C, V)
        z.scatter_add_(-1, chunk.of(labels), slope);
        if (temperature != 1) {
            z.div_(new Scalar(temperature));
        }
        if (of.capped.isPresent()) {
            // of cap · tanh(x / cap) the slope is 1 − (that / cap)²
            Tensor share = of.capped.get().div_(new Scalar(output.cap().orElseThrow()));
            z.mul_(share.square_().neg_().add_(new Scalar(1.0)));
        }
        Tensor read = z.to(precision.type());
        chunk.of(slopesOfHidden).copy_(read.mm(weight));
        matrix.ifPresent(gradient -> gradient.add(read.t(), chunk.of(hidden)));
    }
}
