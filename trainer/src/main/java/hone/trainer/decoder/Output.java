package hone.trainer.decoder;

import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * From hidden states to logits over the vocabulary.
 *
 * @param matrix (V, H), which may be the embedding's
 * @param cap logits are squeezed between −cap and cap by a hyperbolic tangent; empty for none
 */
public record Output(Linear matrix, OptionalDouble cap) {
    Tensor logits(Tensor hidden) { // (…, H) → (…, V)
        Tensor logits = matrix.apply(hidden);
        if (cap.isEmpty()) {
            return logits;
        }
        Scalar most = new Scalar(cap.getAsDouble());
        return logits.div(most).tanh().mul(most);
    }

    Tensor weight() {
        return matrix.weight();
    }

    /** Whether training changes the matrix, which with an adapter it does not. */
    boolean isTrained() {
        return weight().requires_grad();
    }
}
