package hone.trainer.decoder;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * How likely the model found each token, and how open it was: logits divided by the temperature that was sampled at, as the
 * distribution that was sampled from is meant.
 *
 * @param logprobs log p of the token (N), nats
 * @param entropy −Σ p log p (N), nats, without a gradient
 */
public record TokenLogprobs(Tensor logprobs, Tensor entropy) {
    /** @param labels the token at each place */
    public static TokenLogprobs of(Tensor logits, Tensor labels, double temperature) { // (N, V), (N)
        Tensor all = ofAllTokens(logits, temperature); // (N, V)
        Tensor constant = all.detach(); // (N, V)
        return new TokenLogprobs(
                at(labels, all), constant.exp().mul(constant).sum(-1).neg());
    }

    /** The first of the two alone, where nobody asks for the entropy: it takes two passes over the whole vocabulary. */
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
