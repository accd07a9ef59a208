package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.RunEvent;
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
 * gradient times a constant. The second step of some has fewer rows than there are processes.
 */
class SeveralProcessesTest {
    private static final double TOLERANCE = 1e-6;

    /** After a step: AdamW makes whole steps of gradients that are hardly more than rounding. */
    private static final double TOLERANCE_LATER = 1e-4;

    private static final int TRY_AGAIN = 75;
    private static final int KILLED = 137;

    private static final List<String> OF_ONE_MODEL = List.of(TrainingState.FILE);
    private static final List<String> OF_TWO_MODELS = List.of(TrainingState.FILE, "value-optimizer.safetensors");

    /** Of GRPO; its loss and divergence are 0 before a step, but for rounding. */
    private static final List<String> OF_ANSWERS = List.of(
            "objective/scores", "objective/scores_deviation", "objective/entropy", "policy/entropy_avg", "grad_norm");

    private static final List<String> OF_VALUES = List.of("loss/value_avg", "loss/sft_avg", "grad_norm/value");

    @TempDir
    static Path folder;

    private static SharedJobs jobs;

    @BeforeAll
    static void makeWorldAndRunsOfOneProcess() throws Exception {
        jobs = new SharedJobs(folder);
        assertThat(WorkerProcess.several(SeveralRuns.ENDS, List.of(jobs.of("reward", SharedJobs.ALONE))))
                .isZero();
        List<Path> alone = new ArrayList<>();
        for (String stage : stages()) {
            if (!stage.equals("reward")) {
                alone.add(jobs.of(stage, SharedJobs.ALONE));
            }
        }
        alone.add(jobs.of("grpo-steps", SharedJobs.ALONE));
        alone.add(jobs.of("ppo-steps", SharedJobs.ALONE));
        assertThat(WorkerProcess.several(SeveralRuns.ENDS, alone)).isZero();
    }

    static List<String> stages() {
        return List.of(
                "sft",
                "sft-lora",
                "reward",
                "dpo",
                "dpo-lora",
                "kto",
                "kto-lora",
                "grpo",
                "grpo-lora",
                "ppo",
                "ppo-lora");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void twoProcessesHaveTheGradientsOfOne(String stage) throws Exception {
        assertFirstStepIsThatOfOne(stage, runByTwo(stage));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kto", "ppo"})
    void threeProcessesWithSharesOfDifferentSizeHaveThemToo(String stage) throws Exception {
        Path job = jobs.of(stage, "three");

        assertThat(WorkerProcess.run(job, "--nproc", "3")).isZero();

        assertFirstStepIsThatOfOne(stage, job);
    }

    private static void assertFirstStepIsThatOfOne(String stage, Path together) throws IOException {
        Path alone = jobs.of(stage, SharedJobs.ALONE);
        for (String optimizer : stage.startsWith("ppo") ? OF_TWO_MODELS : OF_ONE_MODEL) {
            assertThat(distance(
                            afterTheFirstStep(alone).resolve(optimizer),
                            afterTheFirstStep(together).resolve(optimizer)))
                    .as(optimizer)
                    .isLessThan(TOLERANCE);
        }
        Map<String, Double> one = steps(alone).getFirst().metrics();
        Map<String, Double> two = steps(together).getFirst().metrics();
        assertThat(two.get("num_tokens")).isEqualTo(one.get("num_tokens"));
        assertClose(two, one, metrics(stage), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "reward", "dpo", "kto", "kto-lora"})
    void theSecondStepIsThatOfOneProcessToo(String stage) throws Exception {
        Path together = runByTwo(stage);

        List<RunEvent.StepReported> one = steps(jobs.of(stage, SharedJobs.ALONE));
        List<RunEvent.StepReported> two = steps(together);
        assertThat(two).hasSameSizeAs(one).hasSize(2);
        Map<String, Double> last = two.getLast().metrics();
        assertThat(last.get("num_tokens")).isEqualTo(one.getLast().metrics().get("num_tokens"));
        // KTO's divergence is 0 before the first step, and that of either half of the rows is another one.
        List<String> compared = stage.startsWith("kto") ? List.of("loss", "kl") : List.of("loss");
        assertClose(last, one.getLast().metrics(), compared, TOLERANCE_LATER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpo-steps", "ppo-steps"})
    void severalStepsOfAnIterationAreThoseOfOneProcess(String stage) throws Exception {
        Path together = runByTwo(stage);

        List<String> compared = new ArrayList<>(metrics(stage));
        compared.add("loss/policy_avg");
        compared.add("policy/clipfrac_avg");
        assertClose(
                steps(together).getFirst().metrics(),
                steps(jobs.of(stage, SharedJobs.ALONE)).getFirst().metrics(),
                compared,
                TOLERANCE_LATER);
    }

    private static List<String> metrics(String stage) {
        if (!stage.startsWith("grpo") && !stage.startsWith("ppo")) {
            return List.of("loss", "grad_norm");
        }
        List<String> metrics = new ArrayList<>(OF_ANSWERS);
        metrics.addAll(stage.startsWith("ppo") ? OF_VALUES : List.of());
        return metrics;
    }

    private static void assertClose(
            Map<String, Double> actual, Map<String, Double> expected, List<String> names, double relative) {
        for (String name : names) {
            assertThat(expected).containsKey(name);
            double number = expected.getOrDefault(name, Double.NaN);
            assertThat(actual.get(name)).as(name).isCloseTo(number, within(relative * Math.abs(number)));
        }
    }

    /** The job of a stage; it is run once. */
    private static Path runByTwo(String stage) throws Exception {
        Path job = jobs.of(stage, "together");
        if (!WorkerProcess.events(job).isEmpty()) {
            return job;
        }
        int port = freePort();
        WorkerProcess first = WorkerProcess.rank(0, port, job);
        WorkerProcess second = WorkerProcess.rank(1, port, job);
        assertThat(List.of(first.exitCode(), second.exitCode()))
                .as(first::output)
                .containsOnly(0);
        return job;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "kto", "grpo", "ppo"})
    void aRankThatDiesEndsTheOthersAndAllGoOnFromTheCheckpoint(String stage) throws Exception {
        Path whole = jobs.longer(stage, "whole");
        Path killed = jobs.longer(stage, "killed");
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
        Path job = jobs.sft("hanging", 500, 0);
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
        Path job = jobs.guarded("guarded");
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
        Path job = jobs.sft("stopped", 500, 0);
        WorkerProcess launcher = WorkerProcess.start(job, "--nproc", "2");
        assertThat(launcher.awaitEvent(event -> event instanceof RunEvent.StepReported))
                .isTrue();

        launcher.terminate();

        assertThat(launcher.exitCode()).isEqualTo(TRY_AGAIN);
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOf(RunEvent.CheckpointSaved.class);
    }

    @Test
    void processesOfDifferentJobsAreRefused() throws Exception {
        Path job = jobs.sft("one", 2, 0);
        Path other = jobs.sft("another", 3, 0);
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
        Path job = jobs.world.job("generate", TinyWorld.generate(1, 1), Optional.empty());

        assertThat(WorkerProcess.run(job, "--nproc", "2")).isEqualTo(1);
        assertThat(((RunEvent.RunFailed) WorkerProcess.lastEvent(job)).reason())
                .contains("kind generate")
                .contains("one process");
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
