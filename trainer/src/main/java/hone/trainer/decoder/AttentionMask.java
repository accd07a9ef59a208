package hone.trainer.decoder;

import hone.trainer.tensor.Tensors;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Which keys each query may attend to, as booleans. */
public final class AttentionMask {
    private AttentionMask() {}

    /** Query i sees keys j ≤ i of its own example. */
    static Tensor ofExamples(Tensor examples) { // (B, T): which example a token belongs to → (B, 1, T, T)
        long tokens = examples.size(1);
        Tensor past = Tensors.trues(tokens, tokens).tril(); // (T, T)
        return examples.unsqueeze(2).eq(examples.unsqueeze(1)).unsqueeze(1).logical_and(past); // (B, 1, T, T)
    }

    /** Query i sees real keys j ≤ i. A padded query sees itself, so that no softmax is over nothing; its result is never used. */
    public static Tensor causal(Tensor real) { // (B, T) → (B, 1, T, T)
        long tokens = real.size(1);
        Tensor keys = real.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1); // (B, 1, 1, T)
        Tensor past = Tensors.trues(tokens, tokens).tril(); // (T, T)
        return keys.logical_and(past).logical_or(Tensors.diagonal(tokens)); // (B, 1, T, T)
    }

    /**
     * Leaves each query the newest keys of those that it sees. A query's own key is the last one that it sees, in every kind of
     * cache and with padding on either side, so the distance to a key is counted from there.
     *
     * @param visible (B, 1, T, S); empty for plain causal attention among the tokens
     * @param window the number of keys left, the query's own included; empty for all
     */
    static Optional<Tensor> within(OptionalInt window, Optional<Tensor> visible, long tokens) {
        long keys = visible.map(mask -> mask.size(-1)).orElse(tokens);
        if (window.isEmpty() || keys <= window.getAsInt()) {
            return visible;
        }
        long width = window.getAsInt();
        if (visible.isEmpty()) {
            Tensor past = Tensors.trues(tokens, tokens).tril(); // (T, T)
            return Optional.of(past.triu(1 - width).unsqueeze(0).unsqueeze(0)); // (1, 1, T, T)
        }
        Tensor places = Tensors.upTo(keys); // (S)
        Tensor own = visible.get().to(ScalarType.Long).mul(places).amax(new long[] {-1}, true); // (B, 1, T, 1)
        return Optional.of(visible.get().logical_and(places.gt(own.sub(new Scalar(width)))));
    }
}
