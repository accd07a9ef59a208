package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.BatchSize;
import hone.contract.BestOfNRecipe;
import hone.contract.Cadence;
import hone.contract.CandidateSettings;
import hone.contract.GrpoOptions;
import hone.contract.LoraSettings;
import hone.contract.PpoOptions;
import hone.contract.PpoRecipe;
import hone.contract.PretrainOptimizer;
import hone.contract.PretrainRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.SampleSettings;
import hone.contract.SamplingSettings;
import hone.contract.Verifier;
import hone.contract.WeightSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every stage that trains, on all weights and with an adapter, each with a checkpoint on its way; and runs that nobody kills. */
final class StageJobs {
    static final String REWARD = "reward";
    static final String REWARD_LORA = "reward-lora";
    static final String PPO = "ppo";
    static final String PPO_LORA = "ppo-lora";
    static final String SFT_LORA = "sft-lora";
    static final String BEST_OF_N = "best-of-n";

    private static final List<String> REWARDS = List.of(REWARD, REWARD_LORA);
    private static final List<String> OTHERS = List.of(
            "sft",
            SFT_LORA,
            "pretrain",
            PPO,
            PPO_LORA,
            "dpo",
            "dpo-lora",
            "kto",
            "kto-lora",
            "grpo",
            "grpo-lora",
            BEST_OF_N,
            "best-of-n-lora");

    private static final Verifier LETTERS = new Verifier.Matching("(?s).*[a-m]");

    final TinyWorld world;
    final Path pairs;
    private final Path mixed;
    private final Path ratings;
    private final Path sums;
    private final Path demonstrations;
    private final Map<String, Path> undisturbed = new HashMap<>();

    private StageJobs(TinyWorld world) throws IOException {
        this.world = world;
        pairs = world.preferences();
        mixed = world.preferencesAndDemonstrations();
        ratings = world.ratings();
        sums = world.sums();
        demonstrations = world.demonstrations();
    }

    /** Runs all of them once, the reward models first, which others follow; each is copied at every write of a checkpoint. */
    static StageJobs in(Path folder) throws IOException, InterruptedException {
        StageJobs jobs = new StageJobs(TinyWorld.in(folder));
        for (List<String> some : List.of(REWARDS, OTHERS)) {
            List<Path> whole = new ArrayList<>();
            for (String stage : some) {
                Path job = jobs.of(stage, "whole");
                jobs.undisturbed.put(stage, job);
                whole.add(job);
            }
            assertThat(WorkerProcess.several(SeveralRuns.COPIES, whole)).isZero();
        }
        return jobs;
    }

    static List<String> all() {
        return Stream.concat(REWARDS.stream(), OTHERS.stream()).toList();
    }

    /** The job of a run that nobody killed. */
    Path undisturbed(String stage) {
        return Optional.ofNullable(undisturbed.get(stage)).orElseThrow();
    }

    /** Those of all stages. */
    Map<String, Path> undisturbed() {
        return Map.copyOf(undisturbed);
    }

    /** What each stage ends with when nobody kills it. */
    Map<String, String> expected() throws IOException {
        Map<String, String> models = new HashMap<>();
        for (String stage : all()) {
            models.put(stage, Killing.finished(undisturbed(stage)));
        }
        return models;
    }

    Path of(String stage, String folder) throws IOException {
        return of(stage, folder, 1);
    }

    Path of(String stage, String folder, int threads) throws IOException {
        String name = stage + "-" + folder;
        return switch (stage) {
            case "sft" -> job(name, TinyWorld.sft(2, 5), demonstrations);
            case SFT_LORA -> job(name, TinyWorld.sft(2, 5, TinyWorld.LORA, Optional.of(true)), demonstrations);
            case "pretrain" -> job(name, pretrain(), world.corpus);
            case REWARD -> world.job(name, TinyWorld.reward(1, 4), Optional.of(pairs), Optional.empty(), threads);
            case REWARD_LORA -> job(name, rewardWithAnAdapter(), pairs);
            case PPO -> world.job(name, TinyWorld.ppo(4, 3), Optional.of(pairs), scoredBy(REWARD), threads);
            case PPO_LORA -> world.job(name, mixing(), Optional.of(mixed), scoredBy(REWARD_LORA), 1);
            case "dpo" -> job(name, TinyWorld.dpo(1, 2, Optional.empty()), pairs);
            case "dpo-lora" -> job(name, TinyWorld.dpo(1, 2, TinyWorld.LORA), pairs);
            case "kto" -> job(name, TinyWorld.kto(2, 3, Optional.empty()), ratings);
            case "kto-lora" -> job(name, TinyWorld.kto(2, 3, TinyWorld.LORA), ratings);
            case "grpo" ->
                world.job(name, TinyWorld.grpo(3, GrpoOptions.plain(2)), Optional.of(pairs), scoredBy(REWARD_LORA), 1);
            case BEST_OF_N -> world.job(name, bestOfN(2, Optional.empty()), Optional.of(pairs), scoredBy(REWARD), 1);
            case "best-of-n-lora" -> job(name, bestOfN(1, TinyWorld.PLAIN_LORA).verifiedBy(LETTERS), sums);
            case "grpo-lora" -> job(name, TinyWorld.grpo(3, byARule()), sums);
            default -> throw new IllegalArgumentException(stage);
        };
    }

    private Path job(String name, Recipe recipe, Path data) throws IOException {
        return world.job(name, recipe, Optional.of(data));
    }

    private Optional<Path> scoredBy(String reward) throws IOException {
        return Optional.of(Killing.model(undisturbed(reward)));
    }

    private static PretrainRecipe pretrain() {
        return new PretrainRecipe(6, 4, 64, new PretrainOptimizer(1e-2, 5, 0.1, 0.1, 1), 4);
    }

    private static RewardRecipe rewardWithAnAdapter() {
        RewardRecipe plain = TinyWorld.reward(1, 4);
        return new RewardRecipe(
                plain.epochs(),
                plain.batchGroups(),
                plain.sequenceTokensMax(),
                plain.optimizer(),
                plain.chatTemplate(),
                plain.normalizeSamples(),
                plain.checkpointEverySteps(),
                WeightSettings.of(TinyWorld.LORA).inBf16().withRecomputation(),
                Optional.of(0.01));
    }

    private static PpoRecipe mixing() {
        return TinyWorld.ppo(
                3, PpoOptions.plain(2).adapting(TinyWorld.PLAIN_LORA).mixing(0.5));
    }

    /** Several blocks of prompts, and a checkpoint while they are learned. */
    private static BestOfNRecipe bestOfN(int every, Optional<LoraSettings> lora) {
        BestOfNRecipe small = BestOfNRecipe.small();
        return new BestOfNRecipe(
                new CandidateSettings(8, SamplingSettings.plain(60), 64),
                2,
                BatchSize.whole(8),
                small.sequenceTokensMax(),
                small.optimizer(),
                "auto",
                Cadence.every(every),
                new SampleSettings(1, 8),
                WeightSettings.of(lora),
                Optional.empty());
    }

    private static GrpoOptions byARule() {
        return new GrpoOptions(2, TinyWorld.PLAIN_LORA, Optional.of(LETTERS), Optional.empty());
    }
}
