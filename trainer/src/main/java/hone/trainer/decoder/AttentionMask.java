package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.eye;
import static org.bytedeco.pytorch.global.torch.ones;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Which keys each query may attend to, as booleans. */
public final class AttentionMask {
    private AttentionMask() {}

    /** Query i sees real keys j ≤ i. A padded query sees itself, so that no softmax is over nothing; its result is never used. */
    public static Tensor causal(Tensor real) { // (B, T) → (B, 1, T, T)
        long tokens = real.size(1);
        TensorOptions bool = new TensorOptions(ScalarType.Bool);
        Tensor keys = real.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1); // (B, 1, 1, T)
        Tensor past = ones(new long[] {tokens, tokens}, bool).tril(); // (T, T)
        return keys.logical_and(past).logical_or(eye(tokens, bool)); // (B, 1, T, T)
    }
}
