package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What a run does: one record a stage, saved with every checkpoint. Settings that belong together are a record of their own
 * here and stand side by side in JSON, as they always have: checkpoints, messages and what people typed are read by every
 * version. Learning rates are per step, lengths in tokens. {@code checkpointEvery… = 0} means: only the finished model; {@code
 * evaluateEverySteps = 0}: only at the end; temperature 0 means the most likely token each time.
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

    /** The chat template of {@code trainer/base}'s own marks. */
    String HONE_TEMPLATE = "hone";
    /** Rows of the small world are shorter. */
    int SMALL_SEQUENCE_TOKENS = 256;

    /** Plain text, one document a row; the model's size stands in its config.json. Command line only. */
    @JsonTypeName("pretrain")
    record Pretrain(
            int steps,
            int documentsPerStep,
            int sequenceTokensMax,
            @JsonUnwrapped LongDescent optimizer,
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
            @JsonUnwrapped Batch batch,
            int sequenceTokensMax,
            @JsonUnwrapped Optimizer optimizer,
            String chatTemplate,
            @JsonUnwrapped Cadence cadence,
            @JsonUnwrapped Samples samples)
            implements Recipe {
        public Sft {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
        }

        /**
         * Settings that were found good for the small base model that ships with Hone. After four epochs it tells the right
         * stories already, but copies the numbers of a question only after six to eight.
         */
        public static Sft small() {
            return new Sft(
                    8,
                    Batch.whole(16),
                    SMALL_SEQUENCE_TOKENS,
                    Optimizer.withRate(5e-4),
                    HONE_TEMPLATE,
                    Cadence.every(50),
                    new Samples(4, 96));
        }
    }

    /** Reward modelling on preference groups, from the SFT model. */
    @JsonTypeName("reward")
    record Reward(
            int epochs,
            int batchGroups,
            int sequenceTokensMax,
            @JsonUnwrapped Optimizer optimizer,
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
            Optimizer optimizer = Optimizer.withRate(7e-4).decaying(0.1);
            return new Reward(2, 16, SMALL_SEQUENCE_TOKENS, optimizer, HONE_TEMPLATE, 256, 50);
        }
    }

    /** PPO against a frozen reference (the policy it starts from) and a reward model. */
    @JsonTypeName("ppo")
    record Ppo(
            int iterations,
            @JsonUnwrapped Rollouts rollouts,
            @JsonUnwrapped Passes passes,
            @JsonUnwrapped Rates optimizer,
            @JsonUnwrapped Estimation advantage,
            @JsonUnwrapped Clipping clipping,
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
                    new Rollouts(128, 88, 1),
                    new Passes(2, 32),
                    Rates.of(2e-4, 4e-4),
                    Estimation.usual(),
                    Clipping.usual(),
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
            @JsonUnwrapped Sampling sampling,
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

    /** A prompt to be answered. */
    record GeneratePrompt(String promptId, List<Message> messages) {
        public GeneratePrompt {
            Check.id("promptId", promptId);
            messages = List.copyOf(messages);
            Check.require(!messages.isEmpty(), "messages", messages, "must hold a message");
        }
    }

    /**
     * AdamW over a few epochs, with warm-up and a cosine.
     *
     * @param warmupShare of all steps
     * @param gradientNormMax gradients are scaled down to it together
     */
    record Optimizer(double learningRate, double warmupShare, double weightDecay, double gradientNormMax) {
        public Optimizer {
            Check.aboveZero("learningRate", learningRate);
            Check.share("warmupShare", warmupShare);
            Check.notNegative("weightDecay", weightDecay);
            Check.aboveZero("gradientNormMax", gradientNormMax);
        }

        /** Three per cent of warm-up, no decay, gradients clipped at 1. */
        public static Optimizer withRate(double learningRate) {
            return new Optimizer(learningRate, 0.03, 0, 1);
        }

        public Optimizer decaying(double weight) {
            return new Optimizer(learningRate, warmupShare, weight, gradientNormMax);
        }
    }

    /**
     * AdamW over a run whose steps are counted, not its epochs.
     *
     * @param finalLearningRateShare where the cosine ends, as a part of the learning rate
     */
    record LongDescent(
            double learningRate,
            int warmupSteps,
            double finalLearningRateShare,
            double weightDecay,
            double gradientNormMax) {
        public LongDescent {
            Check.aboveZero("learningRate", learningRate);
            Check.notNegative("warmupSteps", warmupSteps);
            Check.share("finalLearningRateShare", finalLearningRateShare);
            Check.notNegative("weightDecay", weightDecay);
            Check.aboveZero("gradientNormMax", gradientNormMax);
        }

        /** A cosine to a tenth, decay 0.1, gradients clipped at 1. */
        public static LongDescent withRate(double learningRate, int warmupSteps) {
            return new LongDescent(learningRate, warmupSteps, 0.1, 0.1, 1);
        }
    }

    /**
     * The rows of one step.
     *
     * @param microBatchRows so many go through the model at a time; their gradients add up to those of the whole batch
     */
    record Batch(int batchRows, int microBatchRows) {
        public Batch {
            Check.within("batchRows", batchRows, ROWS_MAX);
            Check.within("microBatchRows", microBatchRows, ROWS_MAX);
            Check.require(batchRows % microBatchRows == 0, "microBatchRows", microBatchRows, "must divide batchRows");
        }

        /** All rows of a step at a time. */
        public static Batch whole(int rows) {
            return new Batch(rows, rows);
        }
    }

    /** How often a run looks at held-out rows, and how often it can be gone on with. */
    record Cadence(int evaluateEverySteps, int checkpointEverySteps) {
        public Cadence {
            Check.notNegative("evaluateEverySteps", evaluateEverySteps);
            Check.notNegative("checkpointEverySteps", checkpointEverySteps);
        }

        public static Cadence every(int steps) {
            return new Cadence(steps, steps);
        }
    }

    /** Answers that are shown from before and after training. */
    record Samples(int sampleCount, int sampleTokensMax) {
        public Samples {
            Check.notNegative("sampleCount", sampleCount);
            Check.atMost("sampleCount", sampleCount, ROWS_MAX);
            Check.within("sampleTokensMax", sampleTokensMax, TOKENS_MAX);
        }
    }

    /** What a policy answers in an iteration; it learns from the distribution it is sampled from, so nothing is cut off. */
    record Rollouts(int rolloutsPerIteration, int responseTokensMax, double temperature) {
        public Rollouts {
            Check.within("rolloutsPerIteration", rolloutsPerIteration, ROWS_MAX);
            Check.within("responseTokensMax", responseTokensMax, TOKENS_MAX);
            Check.aboveZero("temperature", temperature);
            Check.atMost("temperature", temperature, TEMPERATURE_MAX);
        }
    }

    /** How often an iteration's answers are learned from. */
    record Passes(int epochs, int minibatchRows) {
        public Passes {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("minibatchRows", minibatchRows, ROWS_MAX);
        }
    }

    /** AdamW of the policy and of the value model. */
    record Rates(double policyLearningRate, double valueLearningRate, double gradientNormMax) {
        public Rates {
            Check.aboveZero("policyLearningRate", policyLearningRate);
            Check.aboveZero("valueLearningRate", valueLearningRate);
            Check.aboveZero("gradientNormMax", gradientNormMax);
        }

        /** Gradients clipped at 1. */
        public static Rates of(double policy, double value) {
            return new Rates(policy, value, 1);
        }
    }

    /** Generalised advantage estimation. */
    record Estimation(double gamma, double lambda) {
        public Estimation {
            Check.share("gamma", gamma);
            Check.share("lambda", lambda);
        }

        /** What comes later counts in full, λ 0.95. */
        public static Estimation usual() {
            return new Estimation(1, 0.95);
        }
    }

    /** How far a step may move the policy's ratios and the values. */
    record Clipping(double clip, double valueClip) {
        public Clipping {
            Check.aboveZero("clip", clip);
            Check.aboveZero("valueClip", valueClip);
        }

        /** 0.2, as in Schulman et al. 2017. */
        public static Clipping usual() {
            return new Clipping(0.2, 0.2);
        }
    }

    /**
     * What keeps the policy near the model that it began as.
     *
     * @param klControl {@value #FIXED} or {@value #ADAPTIVE}, which moves the coefficient towards the target
     * @param klTarget nats an answer; 0 where nothing depends on it
     */
    record KlPenalty(double klCoefficient, String klControl, double klTarget) {
        public static final String FIXED = "fixed";
        public static final String ADAPTIVE = "adaptive";

        public KlPenalty {
            Check.notNegative("klCoefficient", klCoefficient);
            Check.require(
                    klControl.equals(FIXED) || klControl.equals(ADAPTIVE),
                    "klControl",
                    klControl,
                    "must be fixed or adaptive");
            Check.notNegative("klTarget", klTarget);
        }

        public static KlPenalty fixed(double coefficient) {
            return new KlPenalty(coefficient, FIXED, 0);
        }

        /** Begins with a coefficient and moves it until the policy is as far from its start as the target says. */
        public static KlPenalty adaptive(double coefficient, double target) {
            return new KlPenalty(coefficient, ADAPTIVE, target);
        }

        /** A run ends that moves more than twice as far as the target. */
        public KlPenalty within(double target) {
            return new KlPenalty(klCoefficient, klControl, target);
        }

        public boolean adapts() {
            return klControl.equals(ADAPTIVE);
        }
    }

    /** How answers are drawn. */
    record Sampling(double temperature, double topP, int responseTokensMax) {
        public Sampling {
            Check.notNegative("temperature", temperature);
            Check.atMost("temperature", temperature, TEMPERATURE_MAX);
            Check.share("topP", topP);
            Check.aboveZero("topP", topP);
            Check.within("responseTokensMax", responseTokensMax, TOKENS_MAX);
        }

        /** From the whole distribution at temperature 1. */
        public static Sampling plain(int responseTokensMax) {
            return new Sampling(1, 1, responseTokensMax);
        }
    }
}
