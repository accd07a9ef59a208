package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** Documents, of plain text or of a frozen dataset; the model's size is in its config.json. Command line only. */
@JsonTypeName("pretrain")
public record PretrainRecipe(
        int steps,
        int documentsPerStep,
        int sequenceTokensMax,
        @JsonUnwrapped PretrainOptimizer optimizer,
        int checkpointEverySteps)
        implements Recipe {
    public PretrainRecipe {
        Allowed.steps("steps", steps);
        Allowed.rows("documentsPerStep", documentsPerStep);
        Allowed.tokens("sequenceTokensMax", sequenceTokensMax);
        Allowed.every("checkpointEverySteps", checkpointEverySteps);
    }
}
