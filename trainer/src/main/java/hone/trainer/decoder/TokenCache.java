package hone.trainer.decoder;

import org.bytedeco.pytorch.Tensor;

/** Where a forward pass stores its keys and values and finds those of earlier passes. */
public interface TokenCache {
    Layer layer(int index);

    /** All layers have stored this many further tokens. */
    void grow(long tokens);

    /** One layer: takes (B, kv heads, T, D) of new tokens, returns (B, kv heads, S, D) of all that the queries may attend to. */
    interface Layer {
        Tensor addKeys(Tensor fresh);

        Tensor addValues(Tensor fresh);
    }
}
