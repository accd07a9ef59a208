package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * Reward modelling on preference groups, from the SFT model.
 *
 * @param centring coefficient of the mean of (better + worse)², which keeps scores near 0; absent: none
 */
@JsonTypeName("reward")
public record RewardRecipe(
        int epochs,
        int batchGroups,
        int sequenceTokensMax,
        @JsonUnwrapped OptimizerSettings optimizer,
        String chatTemplate,
        int normalizeSamples,
        int checkpointEverySteps,
        @JsonUnwrapped WeightSettings weights,
        Optional<Double> centring)
        implements Recipe {
    /** All weights are trained, in f32, and scores are not centred. */
    public RewardRecipe(
            int epochs,
            int batchGroups,
            int sequenceTokensMax,
            OptimizerSettings optimizer,
            String chatTemplate,
            int normalizeSamples,
            int checkpointEverySteps) {
        this(
                epochs,
                batchGroups,
                sequenceTokensMax,
                optimizer,
                chatTemplate,
                normalizeSamples,
                checkpointEverySteps,
                WeightSettings.all(),
                Optional.empty());
    }

    public RewardRecipe {
        Allowed.epochs(epochs);
        Allowed.rows("batchGroups", batchGroups);
        Allowed.tokens("sequenceTokensMax", sequenceTokensMax);
        Allowed.chatTemplate(chatTemplate);
        Allowed.rowsIfAny("normalizeSamples", normalizeSamples);
        Allowed.every("checkpointEverySteps", checkpointEverySteps);
        centring.ifPresent(coefficient -> Allowed.weight("centring", coefficient));
    }

    @Override
    public Optional<LoraSettings> lora() {
        return weights.lora();
    }

    @Override
    public Optional<String> device() {
        return weights.device();
    }

    public static RewardRecipe small() {
        OptimizerSettings optimizer = OptimizerSettings.withRate(7e-4).decaying(0.1);
        return new RewardRecipe(2, 16, SMALL_SEQUENCE_TOKENS, optimizer, HONE_TEMPLATE, 256, 50);
    }

    @Override
    public boolean sharesBatches() {
        return true;
    }
}
