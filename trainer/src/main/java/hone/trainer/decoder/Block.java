package hone.trainer.decoder;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * One layer: attention and feed-forward, each behind a norm and added to its input.
 *
 * @param after norms of what is added, in families that have them
 */
record Block(
        Norm attentionNorm, Attention attention, Norm feedForwardNorm, FeedForward feedForward, Optional<After> after) {
    /** Norms of what attention and feed-forward have computed. */
    record After(Norm attention, Norm feedForward) {}

    Block halved(HalfWeights.Maker maker) {
        return new Block(attentionNorm, attention.halved(maker), feedForwardNorm, feedForward.halved(maker), after);
    }

    Tensor apply(Tensor x, LayerReading reading) {
        Tensor attended = attention.apply(attentionNorm.apply(x), reading); // (B, T, H)
        Tensor y = x.add(after.isPresent() ? after.get().attention.apply(attended) : attended); // (B, T, H)
        Tensor fed = feedForward.apply(feedForwardNorm.apply(y)); // (B, T, H)
        return y.add(after.isPresent() ? after.get().feedForward.apply(fed) : fed); // (B, T, H)
    }
}
