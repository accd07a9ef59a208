package hone.contract;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A stage's recipe with defaults for a model and its data, and why. The recipes of the small base model are where they begin; learning
 * rates fall with the square root of the number of weights, which meets what is published from 100 million to 70 billion, and are ten
 * times higher for adapters, at most those of the small model. Many rows are seen once, few several times.
 *
 * @param weights of the model
 * @param positions the longest row that it reads, in tokens
 * @param rows of the data that the stage learns from
 */
public record SuitedRecipe(double weights, int positions, long rows, Optional<LoraSettings> lora) {
    /** The stages that have one. */
    public static final List<String> KINDS = List.of("sft", "reward", "dpo", "kto", "best-of-n", "ppo", "grpo");

    /** The adapter that is suggested. */
    public static final LoraSettings ADAPTER = LoraSettings.ofRank(16);

    private static final double SMALL_WEIGHTS = 1.4e6;
    private static final double ADAPTER_RATE = 10;
    private static final int TOKENS_MAX = 1024;
    private static final int ANSWER_TOKENS_MAX = 256;
    private static final long FEW_ROWS = 2_000;
    private static final long MANY_ROWS = 20_000;
    private static final double TINY_WEIGHTS = 1e7;
    private static final double LARGE_WEIGHTS = 1e8;

    /** A setting that follows from the model or the data, and how. */
    public record Reason(String setting, String why) {}

    /** Why the recipe's settings are what they are; those that are not named are the same for every model. */
    public List<Reason> reasons(String kind) {
        List<Reason> reasons = new ArrayList<>();
        if (kind.equals("sft") || kind.equals("reward")) {
            reasons.add(new Reason("epochs", epochsWhy(kind)));
        }
        if (kind.equals("ppo")) {
            reasons.add(new Reason("policyLearningRate", rateWhy()));
            reasons.add(new Reason("valueLearningRate", rateWhy()));
        } else {
            reasons.add(new Reason("learningRate", rateWhy()));
        }
        if (kind.equals("ppo") || kind.equals("grpo")) {
            return reasons;
        }
        reasons.add(new Reason(
                kind.equals("reward") ? "batchGroups" : "batchRows",
                "16 a step below " + counted(MANY_ROWS) + " rows, 64 from there on; these are " + counted(rows)));
        if (!kind.equals("reward")) {
            reasons.add(new Reason(
                    "microBatchRows",
                    "how many rows are in memory together: 4 from " + counted(LARGE_WEIGHTS) + " weights on"));
        }
        reasons.add(new Reason(
                "sequenceTokensMax",
                "the model reads " + counted(positions) + " tokens, and "
                        + counted(isTiny() ? Recipe.SMALL_SEQUENCE_TOKENS : TOKENS_MAX)
                        + " are enough for most conversations; longer rows are left out and counted"));
        return reasons;
    }

    private String epochsWhy(String kind) {
        return kind.equals("reward")
                ? "2 below " + counted(FEW_ROWS) + " rows, 1 from there on; these are " + counted(rows)
                : "8 below " + counted(FEW_ROWS) + " rows, 3 below " + counted(MANY_ROWS)
                        + ", 1 from there on; these are " + counted(rows);
    }

    private String rateWhy() {
        String scaled = weights <= SMALL_WEIGHTS
                ? "as for the small base model"
                : "the small base model’s, times the square root of " + counted(SMALL_WEIGHTS) + " by "
                        + counted(weights) + " weights";
        return lora.isPresent() ? scaled + "; ten times as high for an adapter, at most the small model’s" : scaled;
    }

    /** “700”, “12 400”, “1.4 million”, “7 billion”: as pages write numbers, with thin spaces. */
    public static String counted(double number) {
        if (number >= 1e9) {
            return short1(number / 1e9) + " billion";
        }
        return number >= 1e6
                ? short1(number / 1e6) + " million"
                : String.format(Locale.ROOT, "%,.0f", number).replace(',', '\u202f');
    }

    private static String short1(double number) {
        String text = String.format(Locale.ROOT, "%.1f", number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Whether a model is as small as the one that ships, whose recipes were found by trying. */
    public static boolean isSmall(double weights) {
        return weights < TINY_WEIGHTS;
    }

    private boolean isTiny() {
        return isSmall(weights);
    }

    /** @param kind one of {@link #KINDS} */
    public Recipe of(String kind) {
        return switch (kind) {
            case "sft" -> {
                SftRecipe small = SftRecipe.small();
                yield new SftRecipe(
                        rows < FEW_ROWS ? small.epochs() : rows < MANY_ROWS ? 3 : 1,
                        batch(),
                        tokens(),
                        optimizer(small.optimizer()),
                        "auto",
                        cadence(),
                        samples(),
                        WeightSettings.of(lora),
                        Optional.empty());
            }
            case "reward" -> {
                RewardRecipe small = RewardRecipe.small();
                yield new RewardRecipe(
                        rows < FEW_ROWS ? small.epochs() : 1,
                        batch().batchRows(),
                        tokens(),
                        optimizer(small.optimizer()),
                        "auto",
                        small.normalizeSamples(),
                        cadence().checkpointEverySteps(),
                        WeightSettings.of(lora),
                        Optional.empty());
            }
            case "dpo" ->
                new DpoRecipe(
                        1,
                        batch(),
                        tokens(),
                        optimizer(DpoRecipe.small().optimizer()),
                        DpoSettings.sigmoid(0.1),
                        "auto",
                        cadence(),
                        samples(),
                        WeightSettings.of(lora));
            case "kto" ->
                new KtoRecipe(
                        1,
                        batch(),
                        tokens(),
                        optimizer(KtoRecipe.small().optimizer()),
                        KtoSettings.usual(),
                        "auto",
                        cadence(),
                        samples(),
                        WeightSettings.of(lora));
            case "best-of-n" -> {
                BestOfNRecipe small = BestOfNRecipe.small();
                yield new BestOfNRecipe(
                        new CandidateSettings(
                                small.candidates().perPrompt(),
                                SamplingSettings.plain(samples().sampleTokensMax()),
                                isTiny() ? small.candidates().samplingRows() : 32),
                        small.epochs(),
                        batch(),
                        tokens(),
                        optimizer(small.optimizer()),
                        "auto",
                        cadence(),
                        samples(),
                        WeightSettings.of(lora),
                        Optional.empty());
            }
            case "ppo" -> {
                PpoRecipe small = PpoRecipe.small();
                yield new PpoRecipe(
                        small.iterations(),
                        small.rollouts(),
                        small.passes(),
                        PpoOptimizer.of(
                                rate(small.optimizer().policyLearningRate()),
                                rate(small.optimizer().valueLearningRate())),
                        small.advantage(),
                        small.clipping(),
                        small.kl(),
                        small.missingEndPenalty(),
                        "auto",
                        small.options().adapting(lora));
            }
            case "grpo" -> {
                GrpoRecipe small = GrpoRecipe.small();
                yield new GrpoRecipe(
                        small.iterations(),
                        small.rollouts(),
                        small.groupSize(),
                        small.passes(),
                        StepOptimizer.withRate(rate(small.optimizer().learningRate())),
                        small.loss(),
                        small.missingEndPenalty(),
                        "auto",
                        new GrpoOptions(
                                small.options().checkpointEveryIterations(), lora, Optional.empty(), Optional.empty()));
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private double rate(double small) {
        double scaled = small * Math.min(1, Math.sqrt(SMALL_WEIGHTS / weights));
        double rate = lora.isPresent() ? Math.min(small, ADAPTER_RATE * scaled) : scaled;
        // Two digits, as a person would write it.
        return BigDecimal.valueOf(rate)
                .round(new MathContext(2, RoundingMode.HALF_UP))
                .doubleValue();
    }

    private OptimizerSettings optimizer(OptimizerSettings small) {
        return new OptimizerSettings(
                rate(small.learningRate()), small.warmupShare(), small.weightDecay(), small.gradientNormMax());
    }

    private BatchSize batch() {
        int rowsOfBatch = rows < MANY_ROWS ? 16 : 64;
        return new BatchSize(rowsOfBatch, weights < LARGE_WEIGHTS ? 16 : 4);
    }

    private int tokens() {
        return Math.min(positions, isTiny() ? Recipe.SMALL_SEQUENCE_TOKENS : TOKENS_MAX);
    }

    private static Cadence cadence() {
        return Cadence.every(50);
    }

    private SampleSettings samples() {
        return new SampleSettings(4, Math.min(positions / 2, isTiny() ? 96 : ANSWER_TOKENS_MAX));
    }
}
