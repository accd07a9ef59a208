package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.full;
import static org.bytedeco.pytorch.global.torch.outer;

import hone.trainer.tensor.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rotates queries and keys by angles that grow with the position, on pairs (i, i + D/2), angle position · θ^(−2i/D): Su et al.
 * 2021, arXiv 2104.09864, with transformers' pairing. The angles of all positions are computed once.
 */
final class RotaryPositions implements AutoCloseable {
    private final Tensor cos; // (positions, D)
    private final Tensor sin; // (positions, D)

    /**
     * @param positions of the longest row that can be read
     * @param theta base of the angles
     */
    record Range(int positions, double theta) {}

    RotaryPositions(Range range, int headDim) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            TensorOptions f32 = new TensorOptions(ScalarType.Float);
            Tensor share = arange(new Scalar(0), new Scalar(headDim), new Scalar(2), f32)
                    .div(new Scalar((double) headDim)); // (D/2)
            Tensor frequency = full(new long[] {1}, new Scalar(range.theta), f32)
                    .pow(share)
                    .reciprocal(); // (D/2)
            Tensor angle = outer(arange(new Scalar(range.positions), f32), frequency); // (positions, D/2)
            Tensor both = cat(new TensorVector(angle, angle), -1); // (positions, D)
            cos = Scope.keep(both.cos());
            sin = Scope.keep(both.sin());
        }
    }

    /** The angles of one forward pass: (T, D), or (B, 1, T, D) if each row has positions of its own. */
    record Angles(Tensor cos, Tensor sin) {
        Tensor turn(Tensor x) { // (B, heads, T, D) → the same
            TensorVector halves = x.chunk(2, -1);
            return x.mul(cos)
                    .add(cat(new TensorVector(halves.get(1).neg(), halves.get(0)), -1)
                            .mul(sin));
        }
    }

    /** @param positions (B, T); empty for 0 … T − 1 */
    Angles of(Optional<Tensor> positions, long tokens) {
        return positions
                .map(at -> new Angles(
                        embedding(cos, at).unsqueeze(1), embedding(sin, at).unsqueeze(1)))
                .orElseGet(() -> new Angles(cos.narrow(0, 0, tokens), sin.narrow(0, 0, tokens)));
    }

    @Override
    public void close() {
        Scope.release(cos);
        Scope.release(sin);
    }
}
