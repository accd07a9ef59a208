package hone.trainer.sampling;

import java.util.Map;

/**
 * How one answer's tokens are sampled, with the order and meaning of transformers' logits processors: bias and penalties change
 * logits, the temperature divides them, then {@code topK}, {@code topP} and {@code minP} remove tokens.
 *
 * @param temperature 0 takes the most likely token
 * @param topP the most likely tokens that together reach this probability are kept; 1 keeps all
 * @param topK this many of the most likely tokens are kept, and any as likely as the last of them; 0 keeps all
 * @param minP tokens with at least this fraction of the most likely one's probability are kept; 0 keeps all
 * @param repetitionPenalty divides a positive logit and multiplies a negative one, once per token of prompt or answer; 1 is none
 * @param frequencyPenalty subtracted from a token's logit once for each time it occurs in the answer
 * @param presencePenalty subtracted once from the logit of a token that occurs in the answer
 * @param bias added to the logits of these tokens
 */
public record SamplingParameters(
        double temperature,
        double topP,
        int topK,
        double minP,
        double repetitionPenalty,
        double frequencyPenalty,
        double presencePenalty,
        Map<Integer, Double> bias) {
    public SamplingParameters {
        bias = Map.copyOf(bias);
    }

    public static SamplingParameters of(double temperature, double topP) {
        return new SamplingParameters(temperature, topP, 0, 0, 1, 0, 0, Map.of());
    }

    /** Which tokens of a distribution may be sampled; rows with equal values are sampled together. */
    record Filter(double temperature, double topP, int topK, double minP) {}

    Filter filter() {
        return new Filter(temperature, topP, topK, minP);
    }

    boolean changesLogits() {
        return repetitionPenalty != 1 || frequencyPenalty != 0 || presencePenalty != 0 || !bias.isEmpty();
    }
}
