package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.outer;

import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Rotates queries and keys by angles that grow with the position, on pairs (i, i + D/2): Su et al. 2021, arXiv 2104.09864, with
 * transformers' pairing. Angles are computed once, for as many positions as rows have had so far: a model may claim to read
 * millions. Rows may be read side by side.
 */
final class RotaryPositions implements AutoCloseable {
    private static final long POSITIONS_MIN = 512;

    private final float[] frequencies; // (D/2)
    private final List<Angles> outgrown = new ArrayList<>(); // another thread may still read them
    private volatile Angles all;

    RotaryPositions(Rope rope, int headDim) {
        frequencies = rope.frequencies(headDim);
        all = computed(POSITIONS_MIN);
    }

    /**
     * The angles of one forward pass: (T, D), or (B, 1, T, D) if each row has positions of its own.
     *
     * @param sin negative in its first half: a pair (a, b) becomes (a cos − b sin, b cos + a sin)
     */
    record Angles(Tensor cos, Tensor sin) {
        Tensor turn(Tensor x) { // (B, heads, T, D) → the same
            Tensor exchanged = x.roll(new long[] {x.size(-1) / 2}, new long[] {-1}); // (B, heads, T, D)
            return x.mul(cos).add(exchanged.mul(sin));
        }
    }

    /**
     * @param positions (B, T); empty for 0 … T − 1
     * @param past every position of the pass
     */
    Angles of(Optional<Tensor> positions, long tokens, long past) {
        Angles enough = upTo(past);
        return positions
                .map(at -> new Angles(
                        embedding(enough.cos, at).unsqueeze(1),
                        embedding(enough.sin, at).unsqueeze(1)))
                .orElseGet(() -> new Angles(enough.cos.narrow(0, 0, tokens), enough.sin.narrow(0, 0, tokens)));
    }

    private Angles upTo(long past) {
        return past <= all.cos.size(0) ? all : grown(past);
    }

    private synchronized Angles grown(long past) {
        if (past > all.cos.size(0)) {
            outgrown.add(all);
            all = computed(Math.max(past, 2 * all.cos.size(0)));
        }
        return all;
    }

    private Angles computed(long count) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor angle =
                    outer(Tensors.floatsUpTo(count), Tensors.of(frequencies, frequencies.length)); // (positions, D/2)
            Tensor sin = angle.sin(); // (positions, D/2)
            return new Angles(
                    Scope.keep(cat(new TensorVector(angle, angle), -1).cos()), // (positions, D)
                    Scope.keep(cat(new TensorVector(sin.neg(), sin), -1)));
        }
    }

    @Override
    public void close() {
        outgrown.add(all);
        outgrown.forEach(angles -> {
            Scope.release(angles.cos);
            Scope.release(angles.sin);
        });
    }
}
