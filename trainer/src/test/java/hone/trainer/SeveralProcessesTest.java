package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import hone.contract.RunEvent;
import hone.contract.SampleSettings;
import hone.contract.SftRecipe;
import hone.contract.StepOptimizer;
import hone.contract.Verifier;
import hone.contract.WeightSettings;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.tensor.Scope;
import hone.trainer.weights.SafeTensors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes that train together do what one does: compared after the first step of each stage by what AdamW keeps then, which is the
 * gradient times a constant. The second step has fewer rows than there are processes, but for KTO, whose divergence is 0 before it.
 */
class SeveralProcessesTest {
    private static final double TOLERANCE = 1e-6;
    private static final List<String> OF_TWO_MODELS = List.of(TrainingState.FILE, "value-optimizer.safetensors");
    private static final Verifier LETTERS = new Verifier.Matching("(?s).*[a-m]");

    /** Of a later step: AdamW makes whole steps of gradients that are hardly more than rounding. */
    private static final double TOLERANCE_LATER = 1e-4;

    private static final int TRY_AGAIN = 75;
    private static final int KILLED = 137;

    private static final List<String> GRPO =
            List.of("objective/scores", "objective/scores_deviation", "objective/entropy", "policy/entropy_avg", "grad_norm");

    private static final List<String> PPO = Stream.concat(
                    GRPO.stream(), Stream.of("loss/value_avg", "loss/sft_avg", "grad_norm/value"))
            .toList();

    /** What depends on all processes only after a step. */
    private static final Map<String, List<String>> LATER =
            Map.of("kto", List.of("kl", "loss"), "kto-lora", List.of("kl", "loss"));

    /** The policy's loss and the divergence are 0 before its first step, but for rounding. */
    private static final Map<String, List<String>> OF_ROLLOUTS =
            Map.of("grpo", GRPO, "grpo-lora", GRPO, "ppo", PPO, "ppo-lora", PPO);


    @TempDir
    static Path folder;

    private static TinyWorld world;

    @BeforeAll
    static void makeWorldAndRunsOfOneProcess() throws Exception {
        world = TinyWorld.in(folder);
        world.demonstrations();
        world.preferences();
        world.ratings();
        world.sums();
        world.preferencesAndDemonstrations();
        assertThat(WorkerProcess.several(SeveralRuns.ENDS, List.of(job("reward", "alone"))))
                .isZero();
        List<Path> alone = new ArrayList<>();
        for (String stage : stages()) {
            if (!stage.equals("reward")) {
                alone.add(job(stage, "alone"));
            }
        }
        assertThat(WorkerProcess.several(SeveralRuns.ENDS, alone)).isZero();
    }

    static List<String> stages() {
        return List.of("sft", "sft-lora", "reward", "dpo", "dpo-lora", "kto", "kto-lora", "grpo", "grpo-lora", "ppo", "ppo-lora");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void twoProcessesHaveTheGradientsOfOne(String stage) throws Exception {
        Path alone = job(stage, "alone");
        Path together = job(stage, "together");
        int port = freePort();

        WorkerProcess first = WorkerProcess.rank(0, port, together);
        WorkerProcess second = WorkerProcess.rank(1, port, together);
        assertThat(List.of(first.exitCode(), second.exitCode()))
                .as(first::output)
                .containsOnly(0);

        for (String optimizer : stage.startsWith("ppo") ? OF_TWO_MODELS : List.of(TrainingState.FILE)) {
            assertThat(distance(
                            afterTheFirstStep(alone).resolve(optimizer),
                            afterTheFirstStep(together).resolve(optimizer)))
                    .as(optimizer)
                    .isLessThan(TOLERANCE);
        }
        List<RunEvent.StepReported> one = steps(alone);
        List<RunEvent.StepReported> two = steps(together);
        assertThat(two).hasSameSizeAs(one).hasSize(2);
        assertThat(two.getFirst().metrics().get("num_tokens"))
                .isEqualTo(one.getFirst().metrics().get("num_tokens"));
        for (String metric : OF_ROLLOUTS.getOrDefault(stage, List.of("loss", "grad_norm"))) {
            double expected = one.getFirst().metrics().getOrDefault(metric, Double.NaN);
            assertThat(two.getFirst().metrics().get(metric))
                    .as(metric)
                    .isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
        }
        if (!OF_ROLLOUTS.containsKey(stage)) { // there they are drawn from models that differ in the last bits
            assertThat(two.getLast().metrics().get("num_tokens"))
                    .isEqualTo(one.getLast().metrics().get("num_tokens"));
        }
        for (String metric : LATER.getOrDefault(stage, List.of())) {
            double expected = one.getLast().metrics().getOrDefault(metric, Double.NaN);
            assertThat(expected).as(metric).isPositive();
            assertThat(two.getLast().metrics().get(metric)).as(metric).isCloseTo(expected, within(TOLERANCE_LATER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "kto", "grpo", "ppo"})
    void aRankThatDiesEndsTheOthersAndAllGoOnFromTheCheckpoint(String stage) throws Exception {
        Path whole = longJob(stage, "whole");
        Path killed = longJob(stage, "killed");
        assertThat(WorkerProcess.run(whole, "--nproc", "2")).isZero();

        WorkerProcess launcher = WorkerProcess.start(killed, "--nproc", "2");
        assertThat(launcher.awaitEvent(event -> event instanceof RunEvent.CheckpointSaved))
                .isTrue();
        launcher.children().getLast().destroyForcibly();

        assertThat(launcher.exitCode()).isEqualTo(KILLED);
        assertThat(launcher.output()).contains("Rank 1 has ended").contains("started again");
        assertThat(WorkerProcess.events(killed)).noneMatch(RunEvent::last);
        assertThat(WorkerProcess.run(killed, "--nproc", "2")).isZero();
        assertThat(Killing.finished(killed)).isEqualTo(Killing.finished(whole));
    }

    @Test
    void aRankThatHangsIsMissedAndNamed() throws Exception {
        Path job = world.job("hanging", TinyWorld.sft(500, 0), demonstrations());
        int port = freePort();
        WorkerProcess first = WorkerProcess.rank(0, port, job, "-Dhone.rankSilenceSeconds=2");
        WorkerProcess second = WorkerProcess.rank(1, port, job);
        try {
            assertThat(first.awaitEvent(event -> event instanceof RunEvent.StepReported))
                    .isTrue();

            second.hang();

            assertThat(first.exitCode()).isEqualTo(TRY_AGAIN);
            assertThat(first.output()).contains("Rank 1 has not been heard of for 2 seconds");
        } finally {
            first.kill();
            second.kill();
        }
    }

    @Test
    void aGuardRailIsPassedInAllProcessesAlikeAndSoItIsByThoseThatGoOn() throws Exception {
        GuardRails band = new GuardRails(
                Optional.of(1e-3), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Path job = world.job(
                "guarded",
                grpo(9, 20, new GrpoOptions(1, Optional.empty(), Optional.of(LETTERS), Optional.of(band))),
                sums());
        WorkerProcess launcher = WorkerProcess.start(job, "--nproc", "2");
        assertThat(launcher.awaitEvent(event -> event instanceof RunEvent.RolledBack))
                .isTrue();
        launcher.children().getLast().destroyForcibly();
        assertThat(launcher.exitCode()).isEqualTo(KILLED);

        assertThat(WorkerProcess.run(job, "--nproc", "2")).isEqualTo(1);

        assertThat(WorkerProcess.events(job).stream().filter(RunEvent.RolledBack.class::isInstance))
                .hasSize(3);
        assertThat(((RunEvent.RunFailed) WorkerProcess.lastEvent(job)).reason()).contains("after 3 rollbacks");
    }

    @Test
    void allStopAtTheSameStepAndTheFirstSaves() throws Exception {
        Path job = world.job("stopped", TinyWorld.sft(500, 0), demonstrations());
        WorkerProcess launcher = WorkerProcess.start(job, "--nproc", "2");
        assertThat(launcher.awaitEvent(event -> event instanceof RunEvent.StepReported))
                .isTrue();

        launcher.terminate();

        assertThat(launcher.exitCode()).isEqualTo(TRY_AGAIN);
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOf(RunEvent.CheckpointSaved.class);
    }

    @Test
    void processesOfDifferentJobsAreRefused() throws Exception {
        Path job = world.job("one", TinyWorld.sft(2, 0), demonstrations());
        Path other = world.job("another", TinyWorld.sft(3, 0), demonstrations());
        int port = freePort();
        WorkerProcess first = WorkerProcess.rank(0, port, job);
        WorkerProcess second = WorkerProcess.rank(1, port, other);

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(first.exitCode()).isEqualTo(1);
        RunEvent.RunFailed failed = (RunEvent.RunFailed) WorkerProcess.lastEvent(job);
        assertThat(failed.reason()).contains("The recipe of rank 1 is not that of rank 0");
    }

    @Test
    void aStageThatCanNotBeSharedIsRefused() throws Exception {
        Path job = world.job("generate", TinyWorld.generate(1, 1), Optional.empty());

        assertThat(WorkerProcess.run(job, "--nproc", "2")).isEqualTo(1);
        assertThat(((RunEvent.RunFailed) WorkerProcess.lastEvent(job)).reason())
                .contains("kind generate")
                .contains("one process");
    }

    private static Path job(String stage, String folder) throws IOException {
        Optional<LoraSettings> lora = stage.endsWith("-lora") ? TinyWorld.PLAIN_LORA : Optional.empty();
        OptimizerSettings optimizer = new OptimizerSettings(1e-2, 0.1, 0, 1);
        Cadence each = new Cadence(1, 1);
        SampleSettings none = new SampleSettings(1, 4);
        Recipe recipe = switch (stage) {
            case "sft", "sft-lora" ->
                new SftRecipe(
                        1,
                        new BatchSize(31, 31),
                        96,
                        optimizer,
                        "hone",
                        each,
                        none,
                        WeightSettings.of(lora),
                        Optional.of(lora.isPresent()));
            case "grpo", "grpo-lora" -> grpo(2, 1, new GrpoOptions(1, lora, Optional.of(LETTERS), Optional.empty()));
            case "ppo", "ppo-lora" -> ppo(lora);
            case "reward" -> new RewardRecipe(1, 16, 96, optimizer, "hone", 4, 1);
            case "kto", "kto-lora" ->
                new KtoRecipe(
                        1,
                        new BatchSize(8, 4),
                        96,
                        optimizer,
                        KtoSettings.usual(),
                        "hone",
                        each,
                        none,
                        WeightSettings.of(lora));
            default ->
                new DpoRecipe(
                        1,
                        new BatchSize(18, 6),
                        96,
                        optimizer,
                        DpoSettings.sigmoid(0.1),
                        "hone",
                        each,
                        none,
                        WeightSettings.of(lora));
        };
        return world.job(
                stage + "-" + folder,
                recipe,
                data(stage),
                stage.startsWith("ppo") ? reward() : Optional.empty(),
                1);
    }

    /** Three groups for two processes, all of an iteration in one step, as often as there are epochs. */
    private static GrpoRecipe grpo(int iterations, int epochs, GrpoOptions options) {
        GrpoSettings settings = new GrpoSettings(GrpoSettings.DAPO, GrpoSettings.BATCH, 0.2, 0.2, 0.04);
        return new GrpoRecipe(
                iterations,
                new RolloutSettings(12, 10, 1),
                4,
                new PpoEpochs(epochs, 12),
                StepOptimizer.withRate(1e-2),
                settings,
                1,
                "hone",
                options);
    }

    /** The same with answers that people wrote mixed in. */
    private static PpoRecipe ppo(Optional<LoraSettings> lora) {
        PpoRecipe small = TinyWorld.ppo(2, PpoOptions.plain(1).adapting(lora).mixing(0.5));
        return new PpoRecipe(
                2,
                new RolloutSettings(12, 10, 1),
                new PpoEpochs(1, 12),
                small.optimizer(),
                small.advantage(),
                small.clipping(),
                small.kl(),
                small.missingEndPenalty(),
                small.chatTemplate(),
                small.options());
    }

    private static Optional<Path> data(String stage) {
        return switch (stage) {
            case "sft", "sft-lora" -> demonstrations();
            case "kto", "kto-lora" -> ratings();
            case "grpo", "grpo-lora" -> sums();
            case "ppo", "ppo-lora" -> mixed();
            default -> Optional.of(world.folder.resolve("preferences.jsonl"));
        };
    }

    /** With a checkpoint long before its end. */
    private static Path longJob(String stage, String folder) throws IOException {
        String name = stage + "-" + folder;
        return switch (stage) {
            case "sft" -> world.job(name, TinyWorld.sft(8, 5), demonstrations());
            case "kto" -> world.job(name, TinyWorld.kto(16, 5, Optional.empty()), ratings());
            case "grpo" -> world.job(name, TinyWorld.grpo(20, GrpoOptions.plain(3).verifiedBy(LETTERS)), sums());
            default -> world.job(name, TinyWorld.ppo(12, PpoOptions.plain(3).mixing(0.5)), mixed(), reward(), 1);
        };
    }

    private static Optional<Path> mixed() {
        return Optional.of(world.folder.resolve("both.jsonl"));
    }

    private static Optional<Path> reward() throws IOException {
        return Optional.of(Killing.model(job("reward", "alone")));
    }

    private static Optional<Path> sums() {
        return Optional.of(world.folder.resolve("sums.jsonl"));
    }

    private static Optional<Path> ratings() {
        return Optional.of(world.folder.resolve("ratings.jsonl"));
    }

    private static Optional<Path> demonstrations() {
        return Optional.of(world.folder.resolve("rows.jsonl"));
    }

    private static List<RunEvent.StepReported> steps(Path job) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent.StepReported.class::cast)
                .toList();
    }

    /** The checkpoint of step 1. */
    private static Path afterTheFirstStep(Path job) throws IOException {
        RunEvent.CheckpointSaved saved = WorkerProcess.events(job).stream()
                .filter(RunEvent.CheckpointSaved.class::isInstance)
                .map(RunEvent.CheckpointSaved.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(saved.step()).isEqualTo(1);
        return job.resolveSibling("models").resolve(saved.sha256());
    }

    /** The largest difference of first moments, relative to the largest of the same parameter. */
    private static double distance(Path one, Path other) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> expected = SafeTensors.read(one);
            Map<String, Tensor> actual = SafeTensors.read(other);
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            double largest = 0;
            int compared = 0;
            for (String name : expected.keySet()) {
                if (name.startsWith("mean.")) {
                    double size = expected.get(name).abs().max().item_double();
                    double difference =
                            expected.get(name).sub(actual.get(name)).abs().max().item_double();
                    compared += size > 0 ? 1 : 0;
                    largest = Math.max(largest, size > 0 ? difference / size : difference);
                }
            }
            assertThat(compared).isPositive();
            expected.values().forEach(Scope::release);
            actual.values().forEach(Scope::release);
            return largest;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
