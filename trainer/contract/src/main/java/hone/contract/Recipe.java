package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/**
 * What a run shall do: one record a stage, at most twenty fields, saved with every checkpoint. Learning rates are per step,
 * lengths in tokens. {@code checkpointEvery… = 0} means: only the finished model; {@code evaluateEverySteps = 0}: only at the
 * end; temperature 0 means the most likely token each time.
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
    // Far beyond what anybody trains with on one machine: what is above was mistyped, or is meant to harm.
    int STEPS_MAX = 100_000_000;
    int EPOCHS_MAX = 10_000;
    int ROWS_MAX = 65_536;
    int TOKENS_MAX = 1 << 20;
    int ANSWERS_MAX = 1000;
    double TEMPERATURE_MAX = 100;

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
            implements Recipe {
        public Pretrain {
            Check.within("steps", steps, STEPS_MAX);
            Check.within("documentsPerStep", documentsPerStep, ROWS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.aboveZero("learningRate", learningRate);
            Check.notNegative("warmupSteps", warmupSteps);
            Check.share("finalLearningRateShare", finalLearningRateShare);
            Check.notNegative("weightDecay", weightDecay);
            Check.aboveZero("gradientNormMax", gradientNormMax);
            Check.notNegative("checkpointEverySteps", checkpointEverySteps);
        }
    }

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
        public Sft {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("batchRows", batchRows, ROWS_MAX);
            Check.within("microBatchRows", microBatchRows, ROWS_MAX);
            Check.require(batchRows % microBatchRows == 0, "microBatchRows", microBatchRows, "must divide batchRows");
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.aboveZero("learningRate", learningRate);
            Check.share("warmupShare", warmupShare);
            Check.notNegative("weightDecay", weightDecay);
            Check.aboveZero("gradientNormMax", gradientNormMax);
            Check.text("chatTemplate", chatTemplate);
            Check.notNegative("evaluateEverySteps", evaluateEverySteps);
            Check.notNegative("checkpointEverySteps", checkpointEverySteps);
            Check.notNegative("sampleCount", sampleCount);
            Check.atMost("sampleCount", sampleCount, ROWS_MAX);
            Check.within("sampleTokensMax", sampleTokensMax, TOKENS_MAX);
        }

        /**
         * Settings that were found good for the small base model that ships with Hone. After four epochs it tells the right
         * stories already, but copies the numbers of a question only after six to eight.
         */
        public static Sft small() {
            return new Sft(8, 16, 16, 256, 5e-4, 0.03, 0, 1, "hone", 50, 50, 4, 96);
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
        public Reward {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("batchGroups", batchGroups, ROWS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.aboveZero("learningRate", learningRate);
            Check.share("warmupShare", warmupShare);
            Check.notNegative("weightDecay", weightDecay);
            Check.aboveZero("gradientNormMax", gradientNormMax);
            Check.text("chatTemplate", chatTemplate);
            Check.notNegative("normalizeSamples", normalizeSamples);
            Check.atMost("normalizeSamples", normalizeSamples, ROWS_MAX);
            Check.notNegative("checkpointEverySteps", checkpointEverySteps);
        }

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
        public Ppo {
            Check.within("iterations", iterations, STEPS_MAX);
            Check.within("rolloutsPerIteration", rolloutsPerIteration, ROWS_MAX);
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("minibatchRows", minibatchRows, ROWS_MAX);
            Check.within("responseTokensMax", responseTokensMax, TOKENS_MAX);
            Check.aboveZero("temperature", temperature);
            Check.atMost("temperature", temperature, TEMPERATURE_MAX);
            Check.aboveZero("policyLearningRate", policyLearningRate);
            Check.aboveZero("valueLearningRate", valueLearningRate);
            Check.share("gamma", gamma);
            Check.share("lambda", lambda);
            Check.aboveZero("clip", clip);
            Check.aboveZero("valueClip", valueClip);
            Check.notNegative("klCoefficient", klCoefficient);
            Check.require(
                    klControl.equals("fixed") || klControl.equals("adaptive"),
                    "klControl",
                    klControl,
                    "must be fixed or adaptive");
            Check.notNegative("klTarget", klTarget);
            Check.notNegative("missingEndPenalty", missingEndPenalty);
            Check.aboveZero("gradientNormMax", gradientNormMax);
            Check.text("chatTemplate", chatTemplate);
            Check.notNegative("checkpointEveryIterations", checkpointEveryIterations);
        }

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
            implements Recipe {
        public Generate {
            prompts = List.copyOf(prompts);
            Check.require(!prompts.isEmpty(), "prompts", prompts, "must hold a prompt");
            Check.within("perPrompt", perPrompt, ANSWERS_MAX);
            Check.notNegative("temperature", temperature);
            Check.atMost("temperature", temperature, TEMPERATURE_MAX);
            Check.share("topP", topP);
            Check.aboveZero("topP", topP);
            Check.within("responseTokensMax", responseTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
            Check.within("batchRows", batchRows, ROWS_MAX);
        }
    }

    /** A prompt to be answered. */
    record GeneratePrompt(String promptId, List<Message> messages) {
        public GeneratePrompt {
            Check.id("promptId", promptId);
            messages = List.copyOf(messages);
            Check.require(!messages.isEmpty(), "messages", messages, "must hold a message");
        }
    }
}
