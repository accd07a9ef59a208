package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/**
 * What a run shall do: one record a stage, at most twenty fields, saved with every checkpoint. Learning rates are per step,
 * lengths in tokens.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Recipe.Pretrain.class),
    @JsonSubTypes.Type(Recipe.Sft.class),
    @JsonSubTypes.Type(Recipe.Reward.class),
    @JsonSubTypes.Type(Recipe.Ppo.class),
    @JsonSubTypes.Type(Recipe.Generate.class)
})
public sealed interface Recipe extends Kind {
    /** Plain text, one document a row; the model's size stands in its config.json. Command line only. */
    @JsonTypeName("pretrain")
    record Pretrain(
            int steps,
            int documentsPerStep,
            int sequenceTokensMax,
            double learningRate,
            int warmupSteps,
            double finalLearningRateShare,
            double weightDecay,
            double gradientNormMax,
            int checkpointEverySteps)
            implements Recipe {}

    /** Supervised fine-tuning: loss on assistant tokens only, mean over all of them in the accumulated batch. */
    @JsonTypeName("sft")
    record Sft(
            int epochs,
            int batchRows,
            int microBatchRows,
            int sequenceTokensMax,
            double learningRate,
            double warmupShare,
            double weightDecay,
            double gradientNormMax,
            String chatTemplate,
            int evaluateEverySteps,
            int checkpointEverySteps,
            int sampleCount,
            int sampleTokensMax)
            implements Recipe {
        /** Settings that were found good for the small base model that ships with Hone. */
        public static Sft small() {
            return new Sft(4, 16, 16, 256, 5e-4, 0.03, 0, 1, "hone", 50, 50, 4, 96);
        }
    }

    /** Reward modelling on preference groups, from the SFT model. */
    @JsonTypeName("reward")
    record Reward(
            int epochs,
            int batchGroups,
            int sequenceTokensMax,
            double learningRate,
            double warmupShare,
            double weightDecay,
            double gradientNormMax,
            String chatTemplate,
            int normalizeSamples,
            int checkpointEverySteps)
            implements Recipe {
        public static Reward small() {
            return new Reward(2, 16, 256, 7e-4, 0.03, 0.1, 1, "hone", 256, 50);
        }
    }

    /** PPO against a frozen reference (the policy it starts from) and a reward model. */
    @JsonTypeName("ppo")
    record Ppo(
            int iterations,
            int rolloutsPerIteration,
            int epochs,
            int minibatchRows,
            int responseTokensMax,
            double temperature,
            double policyLearningRate,
            double valueLearningRate,
            double gamma,
            double lambda,
            double clip,
            double valueClip,
            double klCoefficient,
            String klControl,
            double klTarget,
            double missingEndPenalty,
            double gradientNormMax,
            String chatTemplate,
            int checkpointEveryIterations)
            implements Recipe {
        public static Ppo small() {
            return new Ppo(20, 128, 2, 32, 88, 1, 2e-4, 4e-4, 1, 0.95, 0.2, 0.2, 0.15, "fixed", 6, 2, 1, "hone", 5);
        }
    }

    /** Samples {@code perPrompt} answers to each prompt; idempotent by (run, prompt, k). */
    @JsonTypeName("generate")
    record Generate(
            List<GeneratePrompt> prompts,
            int perPrompt,
            double temperature,
            double topP,
            int responseTokensMax,
            String chatTemplate,
            int batchRows)
            implements Recipe {}

    /** A prompt to be answered. */
    record GeneratePrompt(String promptId, List<Message> messages) {}
}
