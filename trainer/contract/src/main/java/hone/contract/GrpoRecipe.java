package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * Group-relative policy optimisation: several answers to each prompt, each compared with the others of its group; no value model.
 *
 * @param groupSize answers to a prompt
 */
@JsonTypeName("grpo")
public record GrpoRecipe(
        int iterations,
        @JsonUnwrapped RolloutSettings rollouts,
        int groupSize,
        @JsonUnwrapped PpoEpochs passes,
        @JsonUnwrapped StepOptimizer optimizer,
        @JsonUnwrapped GrpoSettings loss,
        double missingEndPenalty,
        String chatTemplate,
        @JsonUnwrapped GrpoOptions options)
        implements Recipe {
    public GrpoRecipe {
        Allowed.steps("iterations", iterations);
        Allowed.group("groupSize", groupSize);
        Allowed.part("groupSize", groupSize, "rolloutsPerIteration", rollouts.rolloutsPerIteration());
        Allowed.part("minibatchRows", passes.minibatchRows(), "rolloutsPerIteration", rollouts.rolloutsPerIteration());
        Allowed.weight("missingEndPenalty", missingEndPenalty);
        Allowed.chatTemplate(chatTemplate);
    }

    @Override
    public Optional<LoraSettings> lora() {
        return options.lora();
    }

    @Override
    public Optional<String> device() {
        return options.weights().device();
    }

    @Override
    public boolean followsReward() {
        return options.verifier().isEmpty();
    }

    @Override
    public boolean sharesBatches() {
        return true;
    }

    public static GrpoRecipe small() {
        return new GrpoRecipe(
                20,
                new RolloutSettings(128, 88, 1),
                8,
                new PpoEpochs(1, 32),
                StepOptimizer.withRate(2e-4),
                GrpoSettings.usual(),
                1,
                HONE_TEMPLATE,
                GrpoOptions.plain(5));
    }
}
