package hone.trainer.sampling;

import java.util.Map;

/**
 * How one answer's tokens are drawn, in the order and the sense of transformers' logits processors: bias and penalties change
 * logits, the temperature divides them, then {@code topK}, {@code topP} and {@code minP} take tokens away.
 *
 * @param temperature 0 takes the likeliest token
 * @param topP the likeliest tokens that together reach this probability stay, 1 keeps all
 * @param topK so many of the likeliest tokens stay, and those as likely as the last of them; 0 keeps all
 * @param minP tokens stay that have at least this part of the likeliest one's probability; 0 keeps all
 * @param repetitionPenalty a logit above 0 is divided by it, one below multiplied, once a token of prompt or answer; 1 is none
 * @param frequencyPenalty taken from a token's logit as often as it stands in the answer
 * @param presencePenalty taken once from the logit of a token that stands in the answer
 * @param bias added to the logits of these tokens
 */
public record Drawing(
        double temperature,
        double topP,
        int topK,
        double minP,
        double repetitionPenalty,
        double frequencyPenalty,
        double presencePenalty,
        Map<Integer, Double> bias) {
    public Drawing {
        bias = Map.copyOf(bias);
    }

    public static Drawing of(double temperature, double topP) {
        return new Drawing(temperature, topP, 0, 0, 1, 0, 0, Map.of());
    }

    /** Which tokens of a distribution may be drawn; rows that agree in this are drawn together. */
    record Cut(double temperature, double topP, int topK, double minP) {}

    Cut cut() {
        return new Cut(temperature, topP, topK, minP);
    }

    boolean changesLogits() {
        return repetitionPenalty != 1 || frequencyPenalty != 0 || presencePenalty != 0 || !bias.isEmpty();
    }
}
