package hone.trainer.decoder;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * In what a model's parts may differ from Llama's.
 *
 * @param scoreCap attention's scores stay between −cap and cap
 * @param logitCap logits stay between −cap and cap
 * @param embeddingScale multiplies embeddings
 */
record Traits(
        Set<Trait> on, Activation activation, OptionalDouble scoreCap, OptionalDouble logitCap, double embeddingScale) {
    enum Trait {
        QUERY_KEY_VALUE_BIAS,
        ATTENTION_OUTPUT_BIAS,
        FEED_FORWARD_BIAS,
        /** Queries and keys are normalised, head by head. */
        HEAD_NORMS,
        /** What attention and feed-forward compute is normalised once more. */
        NORMS_AFTER,
        /** The factor of a norm is 1 + its weight. */
        NORMS_FROM_ONE
    }

    Traits {
        on = Set.copyOf(on);
    }

    static Traits of(Activation activation, Set<Trait> on) {
        return new Traits(on, activation, OptionalDouble.empty(), OptionalDouble.empty(), 1);
    }

    boolean has(Trait trait) {
        return on.contains(trait);
    }
}
