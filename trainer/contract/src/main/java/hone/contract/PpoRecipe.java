package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/** PPO against a frozen reference (the policy it starts from) and a reward model. */
@JsonTypeName("ppo")
public record PpoRecipe(
        int iterations,
        @JsonUnwrapped RolloutSettings rollouts,
        @JsonUnwrapped PpoEpochs passes,
        @JsonUnwrapped PpoOptimizer optimizer,
        @JsonUnwrapped AdvantageEstimation advantage,
        @JsonUnwrapped PpoClipping clipping,
        @JsonUnwrapped KlPenalty kl,
        double missingEndPenalty,
        String chatTemplate,
        @JsonUnwrapped PpoOptions options)
        implements Recipe {
    /** Without anything that is optional. */
    public PpoRecipe(
            int iterations,
            RolloutSettings rollouts,
            PpoEpochs passes,
            PpoOptimizer optimizer,
            AdvantageEstimation advantage,
            PpoClipping clipping,
            KlPenalty kl,
            double missingEndPenalty,
            String chatTemplate,
            int checkpointEveryIterations) {
        this(
                iterations,
                rollouts,
                passes,
                optimizer,
                advantage,
                clipping,
                kl,
                missingEndPenalty,
                chatTemplate,
                PpoOptions.plain(checkpointEveryIterations));
    }

    public PpoRecipe {
        Allowed.steps("iterations", iterations);
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
    public boolean sharesBatches() {
        return true;
    }

    @Override
    public boolean followsReward() {
        return true;
    }

    public int checkpointEveryIterations() {
        return options.checkpointEveryIterations();
    }

    public static PpoRecipe small() {
        return new PpoRecipe(
                20,
                new RolloutSettings(128, 88, 1),
                new PpoEpochs(2, 32),
                PpoOptimizer.of(2e-4, 4e-4),
                AdvantageEstimation.usual(),
                PpoClipping.usual(),
                KlPenalty.fixed(0.15).within(6),
                2,
                HONE_TEMPLATE,
                5);
    }
}
