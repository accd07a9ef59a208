package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What a run does: one record per stage, saved with every checkpoint. Related settings are grouped in records here and flat in
 * JSON, as they always have been: checkpoints, messages and what people typed are read by every version. Learning rates are per
 * step, lengths in tokens. {@code checkpointEvery… = 0} means: only the finished model; {@code evaluateEverySteps = 0}: only at
 * the end; temperature 0 means the most likely token each time.
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
    // Far beyond what anybody trains on one machine: a larger value is a typing error, or an attack.
    int STEPS_MAX = 100_000_000;
    int EPOCHS_MAX = 10_000;
    int ROWS_MAX = 65_536;
    int TOKENS_MAX = 1 << 20;
    int ANSWERS_MAX = 1000;
    double TEMPERATURE_MAX = 100;

    /** The chat template of {@code trainer/base}'s own marks. */
    String HONE_TEMPLATE = "hone";
    /** Rows of the small world are shorter. */
    int SMALL_SEQUENCE_TOKENS = 256;

    /** Documents, of plain text or of a frozen dataset; the model's size is in its config.json. Command line only. */
    @JsonTypeName("pretrain")
    record Pretrain(
            int steps,
            int documentsPerStep,
            int sequenceTokensMax,
            @JsonUnwrapped PretrainOptimizer optimizer,
            int checkpointEverySteps)
            implements Recipe {
        public Pretrain {
            Check.within("steps", steps, STEPS_MAX);
            Check.within("documentsPerStep", documentsPerStep, ROWS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.notNegative("checkpointEverySteps", checkpointEverySteps);
        }
    }

    /** Supervised fine-tuning: loss on assistant tokens only, mean over all of them in the accumulated batch. */
    @JsonTypeName("sft")
    record Sft(
            int epochs,
            @JsonUnwrapped BatchSize batch,
            int sequenceTokensMax,
            @JsonUnwrapped OptimizerSettings optimizer,
            String chatTemplate,
            @JsonUnwrapped Cadence cadence,
            @JsonUnwrapped SampleSettings samples)
            implements Recipe {
        public Sft {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
        }

        /**
         * Settings that work well for the small base model that ships with Hone. After four epochs it already tells the right
         * stories, but it copies the numbers of a question only after six to eight.
         */
        public static Sft small() {
            return new Sft(
                    8,
                    BatchSize.whole(16),
                    SMALL_SEQUENCE_TOKENS,
                    OptimizerSettings.withRate(5e-4),
                    HONE_TEMPLATE,
                    Cadence.every(50),
                    new SampleSettings(4, 96));
        }
    }

    /** Reward modelling on preference groups, from the SFT model. */
    @JsonTypeName("reward")
    record Reward(
            int epochs,
            int batchGroups,
            int sequenceTokensMax,
            @JsonUnwrapped OptimizerSettings optimizer,
            String chatTemplate,
            int normalizeSamples,
            int checkpointEverySteps)
            implements Recipe {
        public Reward {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("batchGroups", batchGroups, ROWS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
            Check.notNegative("normalizeSamples", normalizeSamples);
            Check.atMost("normalizeSamples", normalizeSamples, ROWS_MAX);
            Check.notNegative("checkpointEverySteps", checkpointEverySteps);
        }

        public static Reward small() {
            OptimizerSettings optimizer = OptimizerSettings.withRate(7e-4).decaying(0.1);
            return new Reward(2, 16, SMALL_SEQUENCE_TOKENS, optimizer, HONE_TEMPLATE, 256, 50);
        }
    }

    /** PPO against a frozen reference (the policy it starts from) and a reward model. */
    @JsonTypeName("ppo")
    record Ppo(
            int iterations,
            @JsonUnwrapped RolloutSettings rollouts,
            @JsonUnwrapped PpoEpochs passes,
            @JsonUnwrapped PpoOptimizer optimizer,
            @JsonUnwrapped AdvantageEstimation advantage,
            @JsonUnwrapped PpoClipping clipping,
            @JsonUnwrapped KlPenalty kl,
            double missingEndPenalty,
            String chatTemplate,
            int checkpointEveryIterations)
            implements Recipe {
        public Ppo {
            Check.within("iterations", iterations, STEPS_MAX);
            Check.notNegative("missingEndPenalty", missingEndPenalty);
            Check.text("chatTemplate", chatTemplate);
            Check.notNegative("checkpointEveryIterations", checkpointEveryIterations);
        }

        public static Ppo small() {
            return new Ppo(
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

    /** Samples {@code perPrompt} answers to each prompt; idempotent by (run, prompt, k). */
    @JsonTypeName("generate")
    record Generate(
            List<GeneratePrompt> prompts,
            int perPrompt,
            @JsonUnwrapped SamplingSettings sampling,
            String chatTemplate,
            int batchRows)
            implements Recipe {
        public Generate {
            prompts = List.copyOf(prompts);
            Check.require(!prompts.isEmpty(), "prompts", prompts, "must hold a prompt");
            Check.within("perPrompt", perPrompt, ANSWERS_MAX);
            Check.text("chatTemplate", chatTemplate);
            Check.within("batchRows", batchRows, ROWS_MAX);
        }
    }
}
