package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.linear;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * y = x Wᵀ + b, plus what a low-rank adapter adds. Every matrix of a decoder but its embedding is applied here, so that there is
 * one place for it.
 *
 * @param weight as the files have it
 * @param bias (out)
 * @param adapter empty where the weight alone counts
 */
public record Linear(Tensor weight, Optional<Tensor> bias, Stored stored, Optional<LowRank> adapter)
        implements Product {
    /** The two ways in which files store a matrix. */
    public enum Stored {
        OUT_IN,
        /** GPT-2's, whose "convolutions" of width 1 are matrices that were never transposed. */
        IN_OUT
    }

    /** Without an adapter. */
    public Linear(Tensor weight, Optional<Tensor> bias, Stored stored) {
        this(weight, bias, stored, Optional.empty());
    }

    /** The width of what it reads. */
    public long inputs() {
        return weight.size(stored == Stored.OUT_IN ? 1 : 0);
    }

    /** The width of what it makes. */
    public long outputs() {
        return weight.size(stored == Stored.OUT_IN ? 0 : 1);
    }

    @Override
    public Tensor apply(Tensor x) { // (…, in) → (…, out)
        Tensor y = bias.isPresent() ? linear(x, matrix(), new TensorOptional(bias.get())) : linear(x, matrix());
        return adapter.isPresent() ? y.add(adapter.get().apply(x)) : y;
    }

    /** Weight and adapter as one matrix. */
    Tensor merged() { // → (out, in)
        return adapter.isPresent() ? matrix().add(adapter.get().change()) : matrix();
    }

    /** Adds to the weight itself. */
    void addToWeight(Tensor change) { // (out, in)
        matrix().add_(change);
    }

    private Tensor matrix() { // → (out, in)
        return stored == Stored.OUT_IN ? weight : weight.t();
    }
}
