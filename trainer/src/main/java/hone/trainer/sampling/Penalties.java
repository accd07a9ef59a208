package hone.trainer.sampling;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;

/**
 * What an answer's own tokens do to the logits of the next one. Repetition: Keskar et al. 2019 (CTRL, arXiv 1909.05858), as in
 * transformers; frequency and presence as in OpenAI's API, which count the answer alone. All act on what the bias has left.
 */
final class Penalties {
    private final Drawing drawing;
    private final Set<Integer> seen = new HashSet<>();
    private final Map<Integer, Integer> written = new HashMap<>();

    Penalties(Drawing drawing, List<Integer> prompt) {
        this.drawing = drawing;
        if (drawing.changesLogits()) {
            seen.addAll(prompt);
        }
    }

    void wrote(int token) {
        if (drawing.changesLogits()) {
            seen.add(token);
            written.merge(token, 1, Integer::sum);
        }
    }

    /** Changes one row of logits where it lies. */
    void apply(FloatPointer logits, long row, long vocabulary) {
        if (!drawing.changesLogits()) {
            return;
        }
        long start = row * vocabulary;
        drawing.bias().forEach((token, more) -> {
            long at = start + token;
            logits.put(at, (float) (logits.get(at) + more));
        });
        if (drawing.repetitionPenalty() != 1) {
            for (int token : seen) {
                float logit = logits.get(start + token);
                double penalty = logit < 0 ? drawing.repetitionPenalty() : 1 / drawing.repetitionPenalty();
                logits.put(start + token, (float) (logit * penalty));
            }
        }
        written.forEach((token, times) -> {
            long at = start + token;
            double less = drawing.frequencyPenalty() * times + drawing.presencePenalty();
            logits.put(at, (float) (logits.get(at) - less));
        });
    }
}
