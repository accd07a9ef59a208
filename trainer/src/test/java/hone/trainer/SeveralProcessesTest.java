package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.DpoRecipe;
import hone.contract.DpoSettings;
import hone.contract.KtoRecipe;
import hone.contract.KtoSettings;
import hone.contract.LoraSettings;
import hone.contract.OptimizerSettings;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import hone.contract.SampleSettings;
import hone.contract.SftRecipe;
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

    /** Of a later step: AdamW makes whole steps of gradients that are hardly more than rounding. */
    private static final double TOLERANCE_LATER = 1e-4;

    private static final int TRY_AGAIN = 75;
    private static final int KILLED = 137;

    /** What depends on all processes only after a step. */
    private static final Map<String, List<String>> LATER =
            Map.of("kto", List.of("kl", "loss"), "kto-lora", List.of("kl", "loss"));

    @TempDir
    static Path folder;

    private static TinyWorld world;

    @BeforeAll
    static void makeWorldAndRunsOfOneProcess() throws Exception {
        world = TinyWorld.in(folder);
        world.demonstrations();
        world.preferences();
        world.ratings();
        List<Path> alone = new ArrayList<>();
        for (String stage : stages()) {
            alone.add(job(stage, "alone"));
        }
        assertThat(WorkerProcess.several(SeveralRuns.ENDS, alone)).isZero();
    }

    static List<String> stages() {
        return List.of("sft", "sft-lora", "reward", "dpo", "dpo-lora", "kto", "kto-lora");
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

        assertThat(distance(afterTheFirstStep(alone), afterTheFirstStep(together)))
                .isLessThan(TOLERANCE);
        List<RunEvent.StepReported> one = steps(alone);
        List<RunEvent.StepReported> two = steps(together);
        assertThat(two).hasSameSizeAs(one).hasSize(2);
        for (String metric : List.of("loss", "grad_norm", "num_tokens")) {
            double expected = one.getFirst().metrics().getOrDefault(metric, Double.NaN);
            assertThat(two.getFirst().metrics().get(metric))
                    .as(metric)
                    .isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
        }
        assertThat(two.getLast().metrics().get("num_tokens"))
                .isEqualTo(one.getLast().metrics().get("num_tokens"));
        for (String metric : LATER.getOrDefault(stage, List.of())) {
            double expected = one.getLast().metrics().getOrDefault(metric, Double.NaN);
            assertThat(expected).as(metric).isPositive();
            assertThat(two.getLast().metrics().get(metric)).as(metric).isCloseTo(expected, within(TOLERANCE_LATER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "kto"})
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
        return world.job(stage + "-" + folder, recipe, data(stage));
    }

    private static Optional<Path> data(String stage) {
        return switch (stage) {
            case "sft", "sft-lora" -> demonstrations();
            case "kto", "kto-lora" -> ratings();
            default -> Optional.of(world.folder.resolve("preferences.jsonl"));
        };
    }

    /** With a checkpoint long before its end. */
    private static Path longJob(String stage, String folder) throws IOException {
        String name = stage + "-" + folder;
        return switch (stage) {
            case "sft" -> world.job(name, TinyWorld.sft(8, 5), demonstrations());
            default -> world.job(name, TinyWorld.kto(16, 5, Optional.empty()), ratings());
        };
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

    /** The optimizer's file in the checkpoint of step 1. */
    private static Path afterTheFirstStep(Path job) throws IOException {
        RunEvent.CheckpointSaved saved = WorkerProcess.events(job).stream()
                .filter(RunEvent.CheckpointSaved.class::isInstance)
                .map(RunEvent.CheckpointSaved.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(saved.step()).isEqualTo(1);
        return job.resolveSibling("models").resolve(saved.sha256()).resolve(TrainingState.FILE);
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
