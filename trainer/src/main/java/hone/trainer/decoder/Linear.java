package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.linear;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * y = x Wᵀ + b. Every matrix of a decoder but its embedding is applied here, so that anything added to weights, such as a
 * low-rank adapter, has one place.
 *
 * @param weight as the files have it
 * @param bias (out)
 */
public record Linear(Tensor weight, Optional<Tensor> bias, Stored stored) {
    /** The two ways in which files store a matrix. */
    public enum Stored {
        OUT_IN,
        /** GPT-2's, whose "convolutions" of width 1 are matrices that were never transposed. */
        IN_OUT
    }

    /** The width of what it reads. */
    public long inputs() {
        return weight.size(stored == Stored.OUT_IN ? 1 : 0);
    }

    /** The width of what it makes. */
    public long outputs() {
        return weight.size(stored == Stored.OUT_IN ? 0 : 1);
    }

    Tensor apply(Tensor x) { // (…, in) → (…, out)
        return bias.isPresent() ? linear(x, matrix(), new TensorOptional(bias.get())) : linear(x, matrix());
    }

    /** Adds to the weight itself. */
    void addToWeight(Tensor change) { // (out, in)
        matrix().add_(change);
    }

    private Tensor matrix() { // → (out, in)
        return stored == Stored.OUT_IN ? weight : weight.t();
    }
}
