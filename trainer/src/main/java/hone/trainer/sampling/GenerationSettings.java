package hone.trainer.sampling;

import hone.trainer.run.RunFailure;
import java.util.List;

/**
 * How tokens are sampled.
 *
 * @param temperature logits are divided by it; 0 takes the most likely token
 * @param topP the most likely tokens that together reach this probability are kept; 1 keeps all
 * @param tokensMax the most tokens of an answer
 * @param endIds an answer ends after the first of these
 * @param padId fills rows after the end of an answer
 * @param forbidden ids that are never sampled
 */
public record GenerationSettings(
        double temperature, double topP, int tokensMax, List<Integer> endIds, int padId, List<Integer> forbidden) {
    public GenerationSettings {
        RunFailure.unlessRecipe(temperature >= 0, "the temperature must be 0 or above");
        RunFailure.unlessRecipe(topP > 0 && topP <= 1, "top-p must be above 0 and at most 1");
        RunFailure.unlessRecipe(tokensMax > 0, "an answer needs at least one token");
    }
}
