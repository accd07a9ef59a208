package hone.trainer.decoder;

import hone.trainer.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The log-probability of each token and the entropy of its distribution, from logits divided by the sampling temperature, that
 * is, of the distribution that was sampled from.
 *
 * @param logprobs log p of the token (N), nats
 * @param entropy −Σ p log p (N), nats, without a gradient
 */
public record TokenLogprobs(Tensor logprobs, Tensor entropy) {
    /** @param labels the token at each position */
    public static TokenLogprobs of(Tensor logits, Tensor labels, double temperature) { // (N, V), (N)
        Tensor all = ofAllTokens(logits, temperature); // (N, V)
        Tensor entropy = Scope.result(() -> {
            Tensor constant = all.detach(); // (N, V)
            return constant.exp().mul(constant).sum(-1).neg(); // (N)
        });
        return new TokenLogprobs(at(labels, all), entropy);
    }

    /** Only the log-probabilities, if the entropy is not needed: it takes two passes over the whole vocabulary. */
    public static Tensor logprobs(Tensor logits, Tensor labels, double temperature) { // (N, V), (N) → (N)
        return at(labels, ofAllTokens(logits, temperature));
    }

    private static Tensor ofAllTokens(Tensor logits, double temperature) {
        return (temperature == 1 ? logits : logits.div(new Scalar(temperature))).log_softmax(-1);
    }

    private static Tensor at(Tensor labels, Tensor all) {
        return all.gather(-1, labels.unsqueeze(-1)).squeeze(-1);
    }
}
