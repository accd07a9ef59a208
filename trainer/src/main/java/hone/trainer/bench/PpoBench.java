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
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.ppo.PolicyOptimization;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.run.Disk;
import hone.trainer.run.Run;
import hone.trainer.run.RunLog;
import hone.trainer.run.StopSignal;
import hone.trainer.scoring.RewardScorer;
import hone.trainer.scoring.ScoreScale;
import hone.trainer.scoring.ScoringModel;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import hone.trainer.weights.InitialWeights;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code bench ppo}: a real PPO run on models with random weights. An iteration is 16 answers of up to 64 tokens to prompts of
 * 32, and four epochs of one minibatch, on two threads. The first one is not counted, because it touches memory for the first
 * time.
 */
public final class PpoBench {
    private static final int THREADS = 2;
    private static final int ITERATIONS = 4;
    private static final int PROMPTS = 64;
    private static final int PROMPT_TOKENS = 32;
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

    public static void run(PrintStream out, boolean asJson) {
        try {
            Path folder = Files.createTempDirectory("hone-bench-ppo-");
            try {
                print(measure(folder), out, asJson);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw Disk.failure("write the measured models", e);
        }
    }

    private static List<Map<String, Double>> measure(Path folder) throws IOException {
        Path model = folder.resolve("model");
        Path reward = folder.resolve("reward");
        Torch.start(THREADS);
        makeModels(folder, model, reward);
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

    private static void makeModels(Path folder, Path model, Path reward) throws IOException {
        Path tokenizer = folder.resolve("tokenizer");
        TokenizerFiles.train(List.of("Milo gave Vera a cup of tea, and both were glad."), 300, tokenizer);
        Files.createDirectories(model);
        Files.createDirectories(reward);
        Files.write(model.resolve(DecoderConfig.FILE), Wire.bytes(ModelSize.M15.json()));
        try (Decoder random = InitialWeights.random(ModelSize.M15.config(), 1)) {
            write(model, ModelDirectory.contents(random, model, tokenizer, ChatTemplate.DOCUMENT));
        }
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor head = org.bytedeco.pytorch.global.torch.randn(
                    1, ModelSize.M15.config().dim());
            try (ScoringModel scoring = ScoringModel.fromLanguageModel(model, head);
                    Tokenizer words = Tokenizer.load(model)) {
                write(
                        reward,
                        ModelDirectory.contents(scoring, new ScoreScale(0, 1), model, ChatTemplate.DOCUMENT, words));
            }
        }
    }

    private static void write(Path directory, List<Checkpoints.NamedContent> files) throws IOException {
        for (Checkpoints.NamedContent file : files) {
            file.content().write(directory.resolve(file.name()));
        }
    }

    private static Path prompts(Path folder) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            // The tokenizer knows no x and no digits, so each is a token; the begin token and the line break are two
            // more.
            String text = "%02d".formatted(i) + "x".repeat(PROMPT_TOKENS - 4);
            rows.add(Wire.write(
                    new DatasetRecord.PromptOnly(i, Split.TRAIN, "prompt-" + i, List.of(Message.user(text)))));
        }
        return Files.write(folder.resolve("rows.jsonl"), rows);
    }

    private static void print(List<Map<String, Double>> iterations, PrintStream out, boolean asJson) {
        ToDoubleFunction<Map<String, Double>> whole =
                one -> part(one, "sampling") + part(one, "scoring") + part(one, "learning");
        figure("seconds_per_iteration", "s", Windows.Better.LOWER, iterations, whole)
                .print(out, asJson);
        for (String name : List.of("sampling", "scoring", "learning")) {
            figure(
                            "share_" + name,
                            "ratio",
                            Windows.Better.NEITHER,
                            iterations,
                            one -> part(one, name) / whole.applyAsDouble(one))
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
