package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.linear;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * From hidden states to logits over the vocabulary.
 *
 * @param matrix (V, H), which may be the embedding's
 * @param cap logits are squeezed between −cap and cap by a hyperbolic tangent; empty for none
 * @param half the matrix for sampling; empty to take the other
 */
public record Output(Linear matrix, OptionalDouble cap, Optional<HalfLinear> half) {
    private static final long FEW = 32;

    public Output(Linear matrix, OptionalDouble cap) {
        this(matrix, cap, Optional.empty());
    }

    /** Whether logits of single tokens come from half precision. */
    public boolean isHalved() {
        return half.isPresent();
    }

    Output halved(HalfWeights.Maker maker) {
        return new Output(matrix, cap, maker.joined(matrix));
    }

    Tensor logits(Tensor hidden) { // (…, H) → (…, V)
        return logits(hidden, weight());
    }

    /** The same of a few rows, for which OpenBLAS is faster if the larger matrix comes first. */
    Tensor logitsOfFew(Tensor hidden) { // (B, H) → (B, V)
        if (half.isPresent()) {
            return capped(half.get().apply(hidden));
        }
        if (hidden.size(0) == 1 || hidden.size(0) > FEW) {
            return logits(hidden);
        }
        return capped(weight().mm(hidden.t()).t().contiguous());
    }

    /**
     * @param hidden in any numbers
     * @param weight in the same
     * @return f32
     */
    Tensor logits(Tensor hidden, Tensor weight) { // (…, H), (V, H) → (…, V)
        return capped(linear(hidden, weight).to(ScalarType.Float));
    }

    private Tensor capped(Tensor logits) {
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
