package hone.trainer.decoder;

import org.bytedeco.pytorch.Tensor;

/** Where a forward pass leaves its keys and values, and what earlier ones it looks at. */
public interface TokenCache {
    Layer layer(int index);

    /** All layers have taken in this many tokens more. */
    void grow(long tokens);

    /** One layer: takes (B, kv heads, T, D) of new tokens, gives (B, kv heads, S, D) of all that the queries may look at. */
    interface Layer {
        Tensor addKeys(Tensor fresh);

        Tensor addValues(Tensor fresh);
    }
}
