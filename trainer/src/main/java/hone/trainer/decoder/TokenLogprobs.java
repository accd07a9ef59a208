package hone.trainer.decoder;

import hone.trainer.data.LabelledRows;
import hone.trainer.data.TokenRows;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The log-probability of each token and the entropy of its distribution, from logits divided by the sampling temperature, that
 * is, of the distribution that was sampled from.
 *
 * @param logprobs log p of the token (N), nats
 * @param entropy −Σ p log p (N), nats, without a gradient
 */
public record TokenLogprobs(Tensor logprobs, Tensor entropy) {
    /** Of labelled tokens, without a gradient. */
    public static TokenLogprobs of(Decoder model, LabelledRows rows, double temperature) {
        try (NoGradGuard constants = new NoGradGuard()) {
            return TokenLoss.logprobs(model, rows, temperature).withEntropies();
        }
    }

    /** The same from hidden states that somebody has read. */
    public static TokenLogprobs of(
            Output output, Tensor read, TokenRows.Targets targets, double temperature) { // (B, T, H)
        return new LabelLogprobs(output, read, targets, temperature).withEntropies();
    }

    /** Only the log-probabilities, if the entropy is not needed: it takes two passes over the whole vocabulary. */
    public static Tensor logprobs(Decoder model, LabelledRows rows, double temperature) { // → (N)
        try (NoGradGuard constants = new NoGradGuard()) {
            return TokenLoss.logprobs(model, rows, temperature).values();
        }
    }
}
