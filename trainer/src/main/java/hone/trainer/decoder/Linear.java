package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.linear;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * y = x Wᵀ + b. Every matrix of a decoder but its embedding is applied here, so that anything added to weights, such as a
 * low-rank adapter, has one place.
 *
 * @param weight (out, in)
 * @param bias (out)
 */
record Linear(Tensor weight, Optional<Tensor> bias) {
    static Linear of(Tensor weight) {
        return new Linear(weight, Optional.empty());
    }

    Tensor apply(Tensor x) { // (…, in) → (…, out)
        return bias.isPresent() ? linear(x, weight, new TensorOptional(bias.get())) : linear(x, weight);
    }
}
