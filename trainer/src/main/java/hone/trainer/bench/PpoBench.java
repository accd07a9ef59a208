package hone.trainer.bench;

import hone.contract.AdvantageEstimation;
import hone.contract.DatasetRecord;
import hone.contract.Job;
import hone.contract.KlPenalty;
import hone.contract.Message;
import hone.contract.PpoClipping;
import hone.contract.PpoEpochs;
import hone.contract.PpoOptimizer;
import hone.contract.PpoRecipe;
import hone.contract.RolloutSettings;
import hone.contract.RunEvent;
import hone.contract.Split;
import hone.contract.Wire;
import hone.trainer.ppo.PolicyOptimization;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.run.Disk;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunLog;
import hone.trainer.run.StopSignal;
import hone.trainer.scalarhead.RewardScorer;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * {@code bench ppo}: a real PPO run on models with random weights. An iteration is 16 answers of up to 64 tokens to prompts of
 * 32, and four epochs of one minibatch, on two threads. The first one is not counted, because it touches memory for the first
 * time.
 */
final class PpoBench {
    private static final int THREADS = 2;
    private static final int ITERATIONS = 4;
    private static final int PROMPTS = 64;
    private static final int PROMPT_TOKENS = 32;
    /** Begin token and line break. */
    private static final int MARKS = 2;

    private static final PpoRecipe RECIPE = new PpoRecipe(
            ITERATIONS,
            new RolloutSettings(16, 64, 1),
            new PpoEpochs(4, 16),
            PpoOptimizer.of(1e-5, 1e-5),
            AdvantageEstimation.usual(),
            PpoClipping.usual(),
            KlPenalty.fixed(0.1),
            1,
            ChatTemplate.DOCUMENT.wireName(),
            0);

    private PpoBench() {}

    /** @param peers what to measure afterwards, if anything: TRL has a loop of its own that can't be entered between two of our iterations */
    static void run(Optional<Peers> peers, PrintStream out, boolean asJson) {
        try {
            Path folder = Files.createTempDirectory("hone-bench-ppo-");
            try {
                List<Map<String, Double>> iterations = measure(folder);
                print(iterations, out, asJson);
                if (peers.isPresent()) {
                    compare(iterations, peers.get(), out, asJson);
                }
            } finally {
                MadeModels.delete(folder);
            }
        } catch (IOException e) {
            throw Disk.failure("write the measured models", e);
        }
    }

    private static void compare(List<Map<String, Double>> ours, Peers peers, PrintStream out, boolean asJson) {
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        try (Contestant peer = peers.started("ppo.py", ModelSize.M15, THREADS)) {
            for (Map<String, Double> iteration : ours) {
                theirs.add(peer.window().path("seconds").asDouble());
                ratios.add(theirs.getLast() / seconds(iteration));
            }
        } catch (IOException e) {
            throw new RunFailure("bench-failed", "TRL's iterations could not be measured: " + e.getMessage() + ".");
        }
        for (Windows figure : List.of(
                new Windows(
                        "ppo", ModelSize.M15.word(), "peer_seconds_per_iteration", "s", Windows.Better.NEITHER, theirs),
                new Windows("ppo", ModelSize.M15.word(), "ratio_to_peer", "ratio", Windows.Better.HIGHER, ratios))) {
            figure.print(out, asJson);
        }
    }

    private static List<Map<String, Double>> measure(Path folder) throws IOException {
        Torch.start(THREADS);
        Path model = MadeModels.language(folder, ModelSize.M15);
        Path reward = MadeModels.reward(folder, model);
        Job job = new Job(
                "bench-ppo",
                RECIPE,
                Optional.of(prompts(folder).toString()),
                model.toString(),
                Optional.empty(),
                Optional.of(reward.toString()),
                folder.resolve("run").toString(),
                folder.resolve("models").toString(),
                1,
                THREADS);
        Run run = Run.open(job, folder, new StopSignal(), Torch.machine());
        try (Scope scope = Scope.open();
                RunLog log = run.log();
                RewardScorer scorer = RewardScorer.load(reward)) {
            new PolicyOptimization(run, RECIPE, AnswerScorer.ofRows(scorer::score)).train();
        }
        return RunLog.read(run.folder()).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(event -> ((RunEvent.StepReported) event).metrics())
                .skip(1)
                .toList();
    }

    private static Path prompts(Path folder) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            String text = MadeModels.text(i, PROMPT_TOKENS - MARKS);
            rows.add(Wire.write(
                    new DatasetRecord.PromptOnly(i, Split.TRAIN, "prompt-" + i, List.of(Message.user(text)))));
        }
        return Files.write(folder.resolve("rows.jsonl"), rows);
    }

    private static void print(List<Map<String, Double>> iterations, PrintStream out, boolean asJson) {
        figure("seconds_per_iteration", "s", Windows.Better.LOWER, iterations, PpoBench::seconds)
                .print(out, asJson);
        for (String name : List.of("sampling", "scoring", "learning")) {
            figure("share_" + name, "ratio", Windows.Better.NEITHER, iterations, one -> part(one, name) / seconds(one))
                    .print(out, asJson);
        }
        new Windows(
                        "ppo",
                        ModelSize.M15.word(),
                        "peak_rss_mb",
                        "MB",
                        Windows.Better.LOWER,
                        List.of(Memory.peakMegabytes()))
                .print(out, asJson);
    }

    private static double seconds(Map<String, Double> iteration) {
        return part(iteration, "sampling") + part(iteration, "scoring") + part(iteration, "learning");
    }

    private static double part(Map<String, Double> iteration, String name) {
        return iteration.getOrDefault("time/" + name + "_seconds", Double.NaN);
    }

    private static Windows figure(
            String metric,
            String unit,
            Windows.Better better,
            List<Map<String, Double>> iterations,
            ToDoubleFunction<Map<String, Double>> value) {
        List<Double> values =
                iterations.stream().map(one -> value.applyAsDouble(one)).toList();
        return new Windows("ppo", ModelSize.M15.word(), metric, unit, better, values);
    }
}
