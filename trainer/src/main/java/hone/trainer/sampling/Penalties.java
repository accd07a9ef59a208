package hone.trainer.sampling;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The effect of an answer's own tokens on the logits of the next one. Repetition: Keskar et al. 2019 (CTRL, arXiv 1909.05858), as
 * in transformers; frequency and presence as in OpenAI's API, which count the answer alone. All are applied after the bias.
 */
final class Penalties {
    private final SamplingParameters parameters;
    private final Set<Integer> seen = new HashSet<>();
    private final Map<Integer, Integer> written = new HashMap<>();

    Penalties(SamplingParameters parameters, List<Integer> prompt) {
        this.parameters = parameters;
        if (parameters.changesLogits()) {
            seen.addAll(prompt);
        }
    }

    void wrote(int token) {
        if (parameters.changesLogits()) {
            seen.add(token);
            written.merge(token, 1, Integer::sum);
        }
    }

    /** Changes one row of logits in place. */
    void apply(FloatPointer logits, long row, long vocabulary) {
        if (!parameters.changesLogits()) {
            return;
        }
        long start = row * vocabulary;
        parameters.bias().forEach((token, more) -> {
            long at = start + token;
            logits.put(at, (float) (logits.get(at) + more));
        });
        if (parameters.repetitionPenalty() != 1) {
            for (int token : seen) {
                float logit = logits.get(start + token);
                double penalty = logit < 0 ? parameters.repetitionPenalty() : 1 / parameters.repetitionPenalty();
                logits.put(start + token, (float) (logit * penalty));
            }
        }
        written.forEach((token, times) -> {
            long at = start + token;
            double less = parameters.frequencyPenalty() * times + parameters.presencePenalty();
            logits.put(at, (float) (logits.get(at) - less));
        });
    }
}
