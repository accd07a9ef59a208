package hone.trainer;

import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.DatasetRecord;
import hone.contract.DpoSettings;
import hone.contract.GrpoOptions;
import hone.contract.KtoSettings;
import hone.contract.LoraSettings;
import hone.contract.OptimizerSettings;
import hone.contract.PpoOptimizer;
import hone.contract.PpoOptions;
import hone.contract.Recipe;
import hone.contract.SampleSettings;
import hone.contract.StepOptimizer;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.Disk;
import hone.trainer.run.Options;
import hone.trainer.run.RunFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code recipe}: prints a stage's recipe with defaults for a model and its data. The recipes of the small base model are where they
 * begin; learning rates fall with the square root of the number of weights, which meets what is published from 100 million to 70
 * billion, and are ten times higher for adapters, at most those of the small model. Many rows are seen once, few several times.
 */
record SuitedRecipe(double weights, int positions, long rows, Optional<LoraSettings> lora) {
    private static final double SMALL_WEIGHTS = 1.4e6;
    private static final double ADAPTER_RATE = 10;
    private static final int TOKENS_MAX = 1024;
    private static final int ANSWER_TOKENS_MAX = 256;
    private static final long FEW_ROWS = 2_000;
    private static final long MANY_ROWS = 20_000;
    private static final int ADAPTER_RANK = 16;

    static void print(List<String> words) {
        Options options =
                Options.of(words, Set.of("--model", "--data"), Set.of("--lora")).with("KIND");
        Path model = Options.path(options.required("--model"));
        Path data = Options.path(options.required("--data"));
        DecoderConfig config = DecoderConfig.read(model.resolve(DecoderConfig.FILE));
        String kind = options.plain().getFirst();
        SuitedRecipe suited = new SuitedRecipe(
                weights(config),
                config.positions(),
                rows(data, kind),
                options.has("--lora") ? Optional.of(LoraSettings.ofRank(ADAPTER_RANK)) : Optional.empty());
        System.out.println(Wire.write(suited.of(kind)));
    }

    private static double weights(DecoderConfig config) {
        return config.layout().parameters().values().stream()
                .mapToDouble(parameter -> {
                    double product = 1;
                    for (long size : parameter.shape()) {
                        product *= size;
                    }
                    return product;
                })
                .sum();
    }

    private static long rows(Path data, String kind) {
        try (BufferedReader lines = Disk.lines(data)) {
            return lines.lines()
                    .map(line -> Wire.read(line, DatasetRecord.class))
                    .filter(row -> counts(row, kind))
                    .count();
        } catch (IOException e) {
            throw Disk.failure("read the dataset " + data, e);
        } catch (UnreadableMessage e) {
            throw new RunFailure("unreadable-dataset", "The dataset can't be used: " + e.getMessage() + ".", e);
        }
    }

    private static boolean counts(DatasetRecord row, String kind) {
        return switch (row) {
            case DatasetRecord.Demonstration one -> kind.equals("sft");
            case DatasetRecord.Preference one -> kind.equals("reward") || kind.equals("dpo");
            case DatasetRecord.Rated one -> kind.equals("kto");
            case DatasetRecord.PromptOnly one -> kind.equals("ppo") || kind.equals("grpo");
            case DatasetRecord.Document one -> false;
            case DatasetRecord.Manifest one -> false;
        };
    }

    Recipe of(String kind) {
        return switch (kind) {
            case "sft" -> {
                Recipe.Sft small = Recipe.Sft.small();
                yield new Recipe.Sft(
                        rows < FEW_ROWS ? small.epochs() : rows < MANY_ROWS ? 3 : 1,
                        batch(),
                        tokens(),
                        optimizer(small.optimizer()),
                        "auto",
                        cadence(),
                        samples(),
                        lora,
                        Optional.empty());
            }
            case "reward" -> {
                Recipe.Reward small = Recipe.Reward.small();
                yield new Recipe.Reward(
                        rows < FEW_ROWS ? small.epochs() : 1,
                        batch().batchRows(),
                        tokens(),
                        optimizer(small.optimizer()),
                        "auto",
                        small.normalizeSamples(),
                        cadence().checkpointEverySteps(),
                        lora,
                        Optional.empty());
            }
            case "dpo" ->
                new Recipe.Dpo(
                        1,
                        batch(),
                        tokens(),
                        optimizer(Recipe.Dpo.small().optimizer()),
                        DpoSettings.sigmoid(0.1),
                        "auto",
                        cadence(),
                        samples(),
                        lora);
            case "kto" ->
                new Recipe.Kto(
                        1,
                        batch(),
                        tokens(),
                        optimizer(Recipe.Kto.small().optimizer()),
                        KtoSettings.usual(),
                        "auto",
                        cadence(),
                        samples(),
                        lora);
            case "ppo" -> {
                Recipe.Ppo small = Recipe.Ppo.small();
                yield new Recipe.Ppo(
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
                        new PpoOptions(small.checkpointEveryIterations(), lora, Optional.empty(), Optional.empty()));
            }
            case "grpo" -> {
                Recipe.Grpo small = Recipe.Grpo.small();
                yield new Recipe.Grpo(
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
            default ->
                throw new RunFailure(
                        "bad-options",
                        "There is no recipe '" + kind + "' here; there are sft, reward, dpo, kto, ppo and grpo.");
        };
    }

    private double rate(double small) {
        double scaled = small * Math.min(1, Math.sqrt(SMALL_WEIGHTS / weights));
        double rate = lora.isPresent() ? Math.min(small, ADAPTER_RATE * scaled) : scaled;
        double digits = Math.pow(10, Math.floor(Math.log10(rate)) - 1);
        return Math.round(rate / digits) * digits; // two digits, as a person would write it
    }

    private OptimizerSettings optimizer(OptimizerSettings small) {
        return new OptimizerSettings(
                rate(small.learningRate()), small.warmupShare(), small.weightDecay(), small.gradientNormMax());
    }

    private BatchSize batch() {
        int rowsOfBatch = rows < MANY_ROWS ? 16 : 64;
        return new BatchSize(rowsOfBatch, weights < 1e8 ? 16 : 4);
    }

    private int tokens() {
        return Math.min(positions, weights < 1e7 ? Recipe.SMALL_SEQUENCE_TOKENS : TOKENS_MAX);
    }

    private static Cadence cadence() {
        return Cadence.every(50);
    }

    private SampleSettings samples() {
        return new SampleSettings(4, Math.min(positions / 2, weights < 1e7 ? 96 : ANSWER_TOKENS_MAX));
    }
}
