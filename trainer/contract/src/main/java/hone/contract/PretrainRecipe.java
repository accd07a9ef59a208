package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * Documents, of plain text or of a frozen dataset; the model's size is in its config.json. Command line only.
 *
 * @param device as in {@link WeightSettings}
 */
@JsonTypeName("pretrain")
public record PretrainRecipe(
        int steps,
        int documentsPerStep,
        int sequenceTokensMax,
        @JsonUnwrapped PretrainOptimizer optimizer,
        int checkpointEverySteps,
        Optional<String> device)
        implements Recipe {
    /** On the device that the trainer takes by itself. */
    public PretrainRecipe(
            int steps,
            int documentsPerStep,
            int sequenceTokensMax,
            PretrainOptimizer optimizer,
            int checkpointEverySteps) {
        this(steps, documentsPerStep, sequenceTokensMax, optimizer, checkpointEverySteps, Optional.empty());
    }

    public PretrainRecipe {
        Allowed.steps("steps", steps);
        Allowed.rows("documentsPerStep", documentsPerStep);
        Allowed.tokens("sequenceTokensMax", sequenceTokensMax);
        Allowed.every("checkpointEverySteps", checkpointEverySteps);
        Allowed.device(device);
    }
}
