package hone.score;

import java.util.Optional;
import java.util.UUID;

/**
 * What a reward model expected of a comparison before anybody judged it.
 *
 * @param model the newest that had scored both answers
 * @param dataset what it had learned from, as far as it is known
 * @param probability by Bradley and Terry, σ(r<sub>chosen</sub> − r<sub>rejected</sub>), that the answer which was chosen is preferred
 */
public record Expected(UUID model, Optional<UUID> dataset, double probability) {
    /** Below this probability of what was decided the model was sure of the opposite. */
    private static final double SURPRISING = 0.2;

    /** @param margin the score of the answer that was chosen, less that of the other */
    static Expected of(UUID model, Optional<UUID> dataset, double margin, double probabilityScale) {
        return new Expected(model, dataset, 1 / (1 + Math.exp(-margin * probabilityScale)));
    }

    /** Whether a reviewer should look: one of the two is wrong. */
    public boolean isSurprising() {
        return probability < SURPRISING;
    }
}
