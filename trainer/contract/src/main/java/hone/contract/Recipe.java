package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    @JsonSubTypes.Type(Recipe.Dpo.class),
    @JsonSubTypes.Type(Recipe.Kto.class),
    @JsonSubTypes.Type(Recipe.Grpo.class),
    @JsonSubTypes.Type(Recipe.BestOfN.class),
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

    /** The setting that holds {@link LoraSettings}. */
    String LORA = "lora";

    /** Names of settings that may be absent; in a form they can be typed although they are not shown. */
    default Set<String> mayBeAbsent() {
        return Set.of();
    }

    /** Whether a reward model says how good the policy's answers are. */
    default boolean followsReward() {
        return false;
    }

    /** The low-rank adapter that is trained instead of the weights; empty where the weights are trained. */
    default Optional<LoraSettings> lora() {
        return Optional.empty();
    }

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

    /**
     * Supervised fine-tuning: loss on assistant tokens only, mean over all of them in the accumulated batch.
     *
     * @param packing whether several demonstrations share a row; absent: no
     * @param learnedAnswers of a conversation: {@value #LAST_ANSWER}, or {@value #ALL_ANSWERS}, those in the prompt too; absent: the
     *     former, as earlier answers may be a model's that nobody has approved
     */
    @JsonTypeName("sft")
    record Sft(
            int epochs,
            @JsonUnwrapped BatchSize batch,
            int sequenceTokensMax,
            @JsonUnwrapped OptimizerSettings optimizer,
            String chatTemplate,
            @JsonUnwrapped Cadence cadence,
            @JsonUnwrapped SampleSettings samples,
            Optional<LoraSettings> lora,
            Optional<Boolean> packing,
            Optional<String> learnedAnswers)
            implements Recipe {
        public static final String LAST_ANSWER = "last";
        public static final String ALL_ANSWERS = "all";

        /** The last answer of a conversation is learned. */
        public Sft(
                int epochs,
                BatchSize batch,
                int sequenceTokensMax,
                OptimizerSettings optimizer,
                String chatTemplate,
                Cadence cadence,
                SampleSettings samples,
                Optional<LoraSettings> lora,
                Optional<Boolean> packing) {
            this(
                    epochs,
                    batch,
                    sequenceTokensMax,
                    optimizer,
                    chatTemplate,
                    cadence,
                    samples,
                    lora,
                    packing,
                    Optional.empty());
        }

        /** All weights are trained, a row is one demonstration. */
        public Sft(
                int epochs,
                BatchSize batch,
                int sequenceTokensMax,
                OptimizerSettings optimizer,
                String chatTemplate,
                Cadence cadence,
                SampleSettings samples) {
            this(
                    epochs,
                    batch,
                    sequenceTokensMax,
                    optimizer,
                    chatTemplate,
                    cadence,
                    samples,
                    Optional.empty(),
                    Optional.empty());
        }

        public Sft {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
            learnedAnswers.ifPresent(word -> Check.require(
                    word.equals(LAST_ANSWER) || word.equals(ALL_ANSWERS),
                    "learnedAnswers",
                    word,
                    "must be last or all"));
        }

        @Override
        public Set<String> mayBeAbsent() {
            return Set.of(LORA, "packing", "learnedAnswers");
        }

        /** Whether the answers in a prompt are learned like the one to it. */
        public boolean learnsAllAnswers() {
            return learnedAnswers.filter(ALL_ANSWERS::equals).isPresent();
        }

        /** Whether several demonstrations share a row, each hidden from the others. */
        public boolean packs() {
            return packing.orElse(false);
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

    /**
     * Reward modelling on preference groups, from the SFT model.
     *
     * @param centring coefficient of the mean of (better + worse)², which keeps scores near 0; absent: none
     */
    @JsonTypeName("reward")
    record Reward(
            int epochs,
            int batchGroups,
            int sequenceTokensMax,
            @JsonUnwrapped OptimizerSettings optimizer,
            String chatTemplate,
            int normalizeSamples,
            int checkpointEverySteps,
            Optional<LoraSettings> lora,
            Optional<Double> centring)
            implements Recipe {
        /** All weights are trained, and scores are not centred. */
        public Reward(
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
                    Optional.empty(),
                    Optional.empty());
        }

        public Reward {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("batchGroups", batchGroups, ROWS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
            Check.notNegative("normalizeSamples", normalizeSamples);
            Check.atMost("normalizeSamples", normalizeSamples, ROWS_MAX);
            Check.notNegative("checkpointEverySteps", checkpointEverySteps);
            centring.ifPresent(coefficient -> Check.notNegative("centring", coefficient));
        }

        @Override
        public Set<String> mayBeAbsent() {
            return Set.of(LORA, "centring");
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
            @JsonUnwrapped PpoOptions options)
            implements Recipe {
        /** Without anything that is optional. */
        public Ppo(
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

        public Ppo {
            Check.within("iterations", iterations, STEPS_MAX);
            Check.notNegative("missingEndPenalty", missingEndPenalty);
            Check.text("chatTemplate", chatTemplate);
        }

        @Override
        public Optional<LoraSettings> lora() {
            return options.lora();
        }

        @Override
        public Set<String> mayBeAbsent() {
            return Set.of(LORA, "sftCoefficient", "sftAnswers", "guards", "verifier", "finalRateShare");
        }

        @Override
        public boolean followsReward() {
            return true;
        }

        public int checkpointEveryIterations() {
            return options.checkpointEveryIterations();
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

    /** Direct preference optimisation: from pairs to a policy without a reward model; the model it starts from is the reference. */
    @JsonTypeName("dpo")
    record Dpo(
            int epochs,
            @JsonUnwrapped BatchSize batch,
            int sequenceTokensMax,
            @JsonUnwrapped OptimizerSettings optimizer,
            @JsonUnwrapped DpoSettings preference,
            String chatTemplate,
            @JsonUnwrapped Cadence cadence,
            @JsonUnwrapped SampleSettings samples,
            Optional<LoraSettings> lora)
            implements Recipe {
        public Dpo {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
        }

        @Override
        public Set<String> mayBeAbsent() {
            return Set.of(LORA);
        }

        public static Dpo small() {
            return new Dpo(
                    1,
                    BatchSize.whole(16),
                    SMALL_SEQUENCE_TOKENS,
                    OptimizerSettings.withRate(1e-4),
                    DpoSettings.sigmoid(0.1),
                    HONE_TEMPLATE,
                    Cadence.every(50),
                    new SampleSettings(4, 96),
                    Optional.empty());
        }
    }

    /** Kahneman-Tversky optimisation: from ratings of single answers to a policy; the model it starts from is the reference. */
    @JsonTypeName("kto")
    record Kto(
            int epochs,
            @JsonUnwrapped BatchSize batch,
            int sequenceTokensMax,
            @JsonUnwrapped OptimizerSettings optimizer,
            @JsonUnwrapped KtoSettings rating,
            String chatTemplate,
            @JsonUnwrapped Cadence cadence,
            @JsonUnwrapped SampleSettings samples,
            Optional<LoraSettings> lora)
            implements Recipe {
        public Kto {
            Check.within("epochs", epochs, EPOCHS_MAX);
            Check.within("sequenceTokensMax", sequenceTokensMax, TOKENS_MAX);
            Check.text("chatTemplate", chatTemplate);
        }

        @Override
        public Set<String> mayBeAbsent() {
            return Set.of(LORA);
        }

        public static Kto small() {
            return new Kto(
                    1,
                    BatchSize.whole(16),
                    SMALL_SEQUENCE_TOKENS,
                    OptimizerSettings.withRate(1e-4),
                    KtoSettings.usual(),
                    HONE_TEMPLATE,
                    Cadence.every(50),
                    new SampleSettings(4, 96),
                    Optional.empty());
        }
    }

    /**
     * Group-relative policy optimisation: several answers to each prompt, each compared with the others of its group; no value model.
     *
     * @param groupSize answers to a prompt
     */
    @JsonTypeName("grpo")
    record Grpo(
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
        public Grpo {
            Check.within("iterations", iterations, STEPS_MAX);
            Check.within("groupSize", groupSize, ANSWERS_MAX);
            Check.require(groupSize > 1, "groupSize", groupSize, "an answer is compared with others of its group");
            Check.require(
                    groupSize < 1 || rollouts.rolloutsPerIteration() % groupSize == 0,
                    "groupSize",
                    groupSize,
                    "must divide rolloutsPerIteration");
            Check.require(
                    passes.minibatchRows() < 1 || rollouts.rolloutsPerIteration() % passes.minibatchRows() == 0,
                    "minibatchRows",
                    passes.minibatchRows(),
                    "must divide rolloutsPerIteration");
            Check.notNegative("missingEndPenalty", missingEndPenalty);
            Check.text("chatTemplate", chatTemplate);
        }

        @Override
        public Optional<LoraSettings> lora() {
            return options.lora();
        }

        @Override
        public Set<String> mayBeAbsent() {
            return Set.of(LORA, "verifier", "guards");
        }

        @Override
        public boolean followsReward() {
            return options.verifier().isEmpty();
        }

        public static Grpo small() {
            return new Grpo(
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

    /**
     * Rejection sampling: several answers to each prompt of the dataset, of which the best becomes a written answer that SFT can
     * learn from. Command line only.
     *
     * @param verifier says which answers are right; absent: the reward model scores them
     */
    @JsonTypeName("best-of-n")
    record BestOfN(
            int perPrompt,
            @JsonUnwrapped SamplingSettings sampling,
            String chatTemplate,
            int batchRows,
            Optional<Verifier> verifier)
            implements Recipe {
        public BestOfN {
            Check.within("perPrompt", perPrompt, ANSWERS_MAX);
            Check.text("chatTemplate", chatTemplate);
            Check.within("batchRows", batchRows, ROWS_MAX);
        }

        @Override
        public Set<String> mayBeAbsent() {
            return Set.of("verifier");
        }

        @Override
        public boolean followsReward() {
            return verifier.isEmpty();
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
