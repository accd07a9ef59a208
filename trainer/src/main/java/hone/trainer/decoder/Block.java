package hone.trainer.decoder;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** One layer: attention and feed-forward, each behind a norm and added to its input. */
record Block(RmsNorm attentionNorm, Attention attention, RmsNorm feedForwardNorm, FeedForward feedForward) {
    Tensor apply(Tensor x, RotaryPositions.Angles angles, Optional<Tensor> visible, Optional<TokenCache.Layer> cache) {
        Tensor y = x.add(attention.apply(attentionNorm.apply(x), angles, visible, cache)); // (B, T, H)
        return y.add(feedForward.apply(feedForwardNorm.apply(y))); // (B, T, H)
    }
}
