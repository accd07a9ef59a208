package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * Rejection sampling: several answers to each prompt of the dataset, of which the best becomes a written answer that SFT can
 * learn from. Command line only.
 *
 * @param verifier says which answers are right; absent: the reward model scores them
 */
@JsonTypeName("best-of-n")
public record BestOfNRecipe(
        int perPrompt,
        @JsonUnwrapped SamplingSettings sampling,
        String chatTemplate,
        int batchRows,
        Optional<Verifier> verifier)
        implements Recipe {
    public BestOfNRecipe {
        Allowed.answers("perPrompt", perPrompt);
        Allowed.chatTemplate(chatTemplate);
        Allowed.rows("batchRows", batchRows);
    }

    @Override
    public boolean followsReward() {
        return verifier.isEmpty();
    }
}
