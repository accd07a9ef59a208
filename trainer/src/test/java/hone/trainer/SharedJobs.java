package hone.trainer;

import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.DpoRecipe;
import hone.contract.DpoSettings;
import hone.contract.GrpoOptions;
import hone.contract.GrpoRecipe;
import hone.contract.GrpoSettings;
import hone.contract.GuardRails;
import hone.contract.KtoRecipe;
import hone.contract.KtoSettings;
import hone.contract.LoraSettings;
import hone.contract.OptimizerSettings;
import hone.contract.PpoEpochs;
import hone.contract.PpoOptions;
import hone.contract.PpoRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RolloutSettings;
import hone.contract.SampleSettings;
import hone.contract.SftRecipe;
import hone.contract.StepOptimizer;
import hone.contract.Verifier;
import hone.contract.WeightSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Jobs of every stage that several processes can share. */
final class SharedJobs {
    /** The processes of a job that is run by one. */
    static final String ALONE = "alone";

    private static final Verifier LETTERS = new Verifier.Matching("(?s).*[a-m]");
    private static final int ROLLOUTS = 12;
    private static final PpoEpochs ONE_STEP = new PpoEpochs(1, ROLLOUTS);
    private static final PpoEpochs FOUR_STEPS = new PpoEpochs(2, ROLLOUTS / 2);

    final TinyWorld world;
    private final Path demonstrations;
    private final Path preferences;
    private final Path mixed;
    private final Path ratings;
    private final Path sums;

    SharedJobs(Path folder) throws IOException {
        world = TinyWorld.in(folder);
        demonstrations = world.demonstrations();
        preferences = world.preferences();
        mixed = world.preferencesAndDemonstrations();
        ratings = world.ratings();
        sums = world.sums();
    }

    /** Two steps, and a checkpoint after each. PPO follows the reward model of {@code reward-alone}. */
    Path of(String stage, String folder) throws IOException {
        Optional<LoraSettings> lora = stage.endsWith("-lora") ? TinyWorld.PLAIN_LORA : Optional.empty();
        String name = stage + "-" + folder;
        return switch (stage) {
            case "sft", "sft-lora" -> job(name, sft(lora), demonstrations);
            case "reward" -> job(name, new RewardRecipe(1, 16, 96, optimizer(), "hone", 4, 1), preferences);
            case "kto", "kto-lora" -> job(name, kto(lora), ratings);
            case "grpo", "grpo-lora" -> job(name, grpo(2, ONE_STEP, byLetters(lora)), sums);
            case "grpo-steps" -> job(name, grpo(1, FOUR_STEPS, byLetters(lora)), sums);
            case "ppo", "ppo-lora" -> rewarded(name, ppo(2, ONE_STEP, lora));
            case "ppo-steps" -> rewarded(name, ppo(1, FOUR_STEPS, lora));
            default -> job(name, dpo(lora), preferences);
        };
    }

    /** With checkpoints long before its end. */
    Path longer(String stage, String folder) throws IOException {
        String name = stage + "-" + folder;
        return switch (stage) {
            case "sft" -> sft(name, 8, 5);
            case "kto" -> job(name, TinyWorld.kto(16, 5, Optional.empty()), ratings);
            case "grpo" -> job(name, TinyWorld.grpo(20, GrpoOptions.plain(3).verifiedBy(LETTERS)), sums);
            default -> rewarded(name, TinyWorld.ppo(12, PpoOptions.plain(3).mixing(0.5)));
        };
    }

    Path sft(String name, int epochs, int checkpointEverySteps) throws IOException {
        return job(name, TinyWorld.sft(epochs, checkpointEverySteps), demonstrations);
    }

    /** GRPO that moves far in every iteration and may not. */
    Path guarded(String name) throws IOException {
        GuardRails band = new GuardRails(
                Optional.of(1e-3), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        GrpoOptions options = new GrpoOptions(1, Optional.empty(), Optional.of(LETTERS), Optional.of(band));
        return job(name, grpo(9, new PpoEpochs(20, ROLLOUTS), options), sums);
    }

    private Path job(String name, Recipe recipe, Path data) throws IOException {
        return world.job(name, recipe, Optional.of(data));
    }

    private Path rewarded(String name, PpoRecipe recipe) throws IOException {
        Path reward = Killing.model(world.folder.resolve("reward-" + ALONE).resolve("job.json"));
        return world.job(name, recipe, Optional.of(mixed), Optional.of(reward), 1);
    }

    private static OptimizerSettings optimizer() {
        return new OptimizerSettings(1e-2, 0.1, 0, 1);
    }

    /** The second step has one row. */
    private static SftRecipe sft(Optional<LoraSettings> lora) {
        return new SftRecipe(
                1,
                new BatchSize(31, 31),
                96,
                optimizer(),
                "hone",
                new Cadence(1, 1),
                new SampleSettings(1, 4),
                WeightSettings.of(lora),
                Optional.of(lora.isPresent()));
    }

    /** The second step has one pair. */
    private static DpoRecipe dpo(Optional<LoraSettings> lora) {
        return new DpoRecipe(
                1,
                new BatchSize(18, 6),
                96,
                optimizer(),
                DpoSettings.sigmoid(0.1),
                "hone",
                new Cadence(1, 1),
                new SampleSettings(1, 4),
                WeightSettings.of(lora));
    }

    /** Both steps have rows for two processes. */
    private static KtoRecipe kto(Optional<LoraSettings> lora) {
        return new KtoRecipe(
                1,
                new BatchSize(8, 4),
                96,
                optimizer(),
                KtoSettings.usual(),
                "hone",
                new Cadence(1, 1),
                new SampleSettings(1, 4),
                WeightSettings.of(lora));
    }

    private static GrpoOptions byLetters(Optional<LoraSettings> lora) {
        return new GrpoOptions(1, lora, Optional.of(LETTERS), Optional.empty());
    }

    /** Three groups, which two processes can't divide evenly. */
    private static GrpoRecipe grpo(int iterations, PpoEpochs passes, GrpoOptions options) {
        return new GrpoRecipe(
                iterations,
                new RolloutSettings(ROLLOUTS, 10, 1),
                4,
                passes,
                StepOptimizer.withRate(1e-2),
                new GrpoSettings(GrpoSettings.DAPO, GrpoSettings.BATCH, 0.2, 0.2, 0.04),
                1,
                "hone",
                options);
    }

    /** With answers that people wrote mixed in. */
    private static PpoRecipe ppo(int iterations, PpoEpochs passes, Optional<LoraSettings> lora) {
        PpoRecipe small =
                TinyWorld.ppo(iterations, PpoOptions.plain(1).adapting(lora).mixing(0.5));
        return new PpoRecipe(
                iterations,
                new RolloutSettings(ROLLOUTS, 10, 1),
                passes,
                small.optimizer(),
                small.advantage(),
                small.clipping(),
                small.kl(),
                small.missingEndPenalty(),
                small.chatTemplate(),
                small.options());
    }
}
