package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import hone.trainer.tensor.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * log p of labels, whose logits are never in memory all at once: those of a few hundred positions are computed, used and forgotten, and
 * computed again if a gradient is asked for later. With z the logits divided by the temperature and p their softmax, ∂ log p(y) / ∂ z_v =
 * [v = y] − p_v; a cap and the temperature follow by the chain rule.
 *
 * <p>In shapes: N labels, C of them at a time, H model width, V vocabulary.
 */
final class LabelLogprobs {
    /** Numbers: 256 positions of 32,000 tokens. Fewer make the matrix product slower, more leave the processor's cache. */
    private static final long LOGITS_AT_ONCE = 8L << 20;

    private final Output output;
    private final Tensor read; // (B, T, H)
    private final Tensor positions; // (N)
    private final Tensor hidden; // (N, H), without a gradient
    private final Tensor labels; // (N, 1)
    private final double temperature;
    private final long atOnce;

    /**
     * @param read hidden states (B, T, H), with the graph behind them if they are to be learned from
     * @param positions flat, row · T + token
     */
    LabelLogprobs(Output output, Tensor read, long[] positions, long[] labels, double temperature) {
        this(
                output,
                read,
                positions,
                labels,
                temperature,
                LOGITS_AT_ONCE / output.weight().size(0));
    }

    /** @param atOnce positions whose logits are in memory together */
    LabelLogprobs(Output output, Tensor read, long[] positions, long[] labels, double temperature, long atOnce) {
        this.output = output;
        this.atOnce = Math.max(1, atOnce);
        this.read = read;
        this.positions = Tensor.create(positions, positions.length);
        this.labels = Tensor.create(labels, labels.length, 1);
        this.temperature = temperature;
        try (NoGradGuard constants = new NoGradGuard()) {
            hidden = read.detach().reshape(-1, read.size(-1)).index_select(0, this.positions);
        }
    }

    private long count() {
        return labels.size(0);
    }

    /** log p, without a gradient. */
    Tensor values() { // → (N)
        return pass(Optional.empty(), Optional.empty()).logprobs();
    }

    /** The same with the entropy of each distribution. */
    TokenLogprobs withEntropies() {
        Tensor entropies = empty(count()); // (N)
        return new TokenLogprobs(pass(Optional.empty(), Optional.of(entropies)).logprobs(), entropies);
    }

    /**
     * Adds the gradient of Σ slope · log p to the parameters.
     *
     * @param slopes (N)
     * @param matrix where that of the output matrix goes; empty if it is not trained
     * @return log p (N)
     */
    Tensor learn(Tensor slopes, Optional<OutputGradient> matrix) {
        Passed passed = pass(Optional.of(new Slopes(slopes, matrix)), Optional.empty());
        Tensor back; // (B, T, H)
        try (NoGradGuard constants = new NoGradGuard()) {
            back = zeros_like(read);
            back.view(-1, read.size(-1))
                    .index_copy_(0, positions, passed.hidden().orElseThrow());
        }
        read.backward(back, new BoolOptional(), false, new TensorArrayRefOptional());
        return passed.logprobs();
    }

    private record Slopes(Tensor each, Optional<OutputGradient> matrix) {}

    /** @param hidden ∂ / ∂ hidden (N, H), if slopes were given */
    private record Passed(Tensor logprobs, Optional<Tensor> hidden) {}

    private Passed pass(Optional<Slopes> slopes, Optional<Tensor> entropies) {
        try (NoGradGuard constants = new NoGradGuard()) {
            Tensor logprobs = empty(count()); // (N)
            Optional<Tensor> back = slopes.map(some -> zeros_like(hidden)); // (N, H)
            for (long from = 0; from < count(); from += atOnce) {
                long many = Math.min(atOnce, count() - from);
                try (Scope scope = Scope.open()) {
                    chunk(from, many, logprobs, slopes, back, entropies);
                }
            }
            return new Passed(logprobs, back);
        }
    }

    /** All of it in place, in one tensor (C, V). */
    private void chunk(
            long from,
            long many,
            Tensor logprobs,
            Optional<Slopes> slopes,
            Optional<Tensor> back,
            Optional<Tensor> entropies) {
        Tensor h = hidden.narrow(0, from, many); // (C, H)
        Tensor y = labels.narrow(0, from, many); // (C, 1)
        Tensor z = output.logits(h); // (C, V)
        Optional<Tensor> capped =
                output.cap().isPresent() && slopes.isPresent() ? Optional.of(z.clone()) : Optional.empty();
        if (temperature != 1) {
            z.div_(new Scalar(temperature));
        }
        z.sub_(z.amax(new long[] {-1}, true));
        Tensor label = z.gather(-1, y); // (C, 1)
        Optional<Tensor> shifted = entropies.map(all -> z.clone());
        z.exp_();
        Tensor total = z.sum(new long[] {-1}, true, new ScalarTypeOptional()); // (C, 1)
        Tensor logTotal = total.log(); // (C, 1)
        logprobs.narrow(0, from, many).copy_(label.sub(logTotal).squeeze(-1));
        if (entropies.isPresent()) {
            // −Σ p log p = log Σ e^z − Σ p z
            Tensor mean = shifted.orElseThrow()
                    .mul_(z)
                    .sum(new long[] {-1}, true, new ScalarTypeOptional())
                    .div(total);
            entropies.get().narrow(0, from, many).copy_(logTotal.sub(mean).squeeze(-1));
        }
        if (slopes.isEmpty()) {
            return;
        }
        Tensor slope = slopes.get().each.narrow(0, from, many).unsqueeze(-1); // (C, 1)
        z.mul_(slope.div(total).neg());
        z.scatter_add_(-1, y, slope);
        if (temperature != 1) {
            z.div_(new Scalar(temperature));
        }
        if (capped.isPresent()) {
            // of cap · tanh(x / cap) the slope is 1 − (that / cap)²
            Tensor share = capped.get().div_(new Scalar(output.cap().orElseThrow()));
            z.mul_(share.square_().neg_().add_(new Scalar(1.0)));
        }
        back.orElseThrow().narrow(0, from, many).copy_(z.mm(output.weight()));
        slopes.get().matrix.ifPresent(matrix -> matrix.add(z.t(), h));
    }
}
