package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workers, killed: whatever the moment, the model in the end is the same byte for byte. */
class CrashTest {
    /** Two epochs of four steps; a checkpoint after step 5, the finished model after step 8. */
    private static final int CHECKPOINT_EVERY = 5;

    private static final int STEPS = 8;

    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path demonstrations;
    private static String expected;

    @BeforeAll
    static void aRunThatNobodyKills() throws Exception {
        world = TinyWorld.in(folder);
        demonstrations = world.demonstrations();
        Path job = job("undisturbed");
        assertThat(WorkerProcess.run(job)).isZero();
        expected = finished(job);
    }

    @Test
    void aWorkerKilledAtAnyWriteOfACheckpointEndsWithTheSameModel() throws Exception {
        List<Integer> survivors = new ArrayList<>();

        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            boolean more = true;
            for (int write = 1; more; write += 2) {
                List<Future<Boolean>> pair = new ArrayList<>();
                for (int n = write; n < write + 2; n++) {
                    int at = n;
                    pair.add(two.submit(() -> killedAtWrite(at)));
                }
                for (int i = 0; i < pair.size(); i++) {
                    boolean died = pair.get(i).get();
                    more &= died;
                    if (!died) {
                        survivors.add(write + i);
                    }
                }
            }
        }

        // Files, manifest, new name, pointer: at least eight writes for each of the two checkpoints were died at.
        assertThat(survivors).allSatisfy(write -> assertThat(write).isGreaterThan(16));
    }

    @Test
    void aWorkerKilledAtRandomStepsEndsWithTheSameModel() throws Exception {
        long seed = Long.getLong("hone.test.seed", System.nanoTime());
        System.out.println("kill steps by -Dhone.test.seed=" + seed);
        Random random = new Random(seed);
        Path job = job("random-steps");

        for (int kills = 0; kills < 2; kills++) {
            int step = 1 + random.nextInt(STEPS - 1);
            WorkerProcess worker = WorkerProcess.start(job);
            worker.awaitEvent(event -> event instanceof RunEvent.StepReported told && told.step() >= step);
            worker.kill();
        }

        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(finished(job)).isEqualTo(expected);
    }

    @Test
    void aTornLastLineIsCutOffAndSequencesGoOnWithoutAGap() throws Exception {
        Path job = job("torn-line");
        WorkerProcess worker = WorkerProcess.start(job);
        worker.awaitEvent(event -> event instanceof RunEvent.StepReported told && told.step() >= 2);
        worker.kill();
        Path events = job.resolveSibling("run").resolve("events.jsonl");
        Files.writeString(events, Files.readString(events) + "{\"kind\":\"run.st");

        assertThat(WorkerProcess.run(job)).isZero();

        List<Long> sequences =
                WorkerProcess.events(job).stream().map(RunEvent::sequence).toList();
        assertThat(sequences).first().isEqualTo(1L);
        for (int i = 1; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1);
        }
        assertThat(finished(job)).isEqualTo(expected);
    }

    @Test
    void sigtermSavesAndTheNextStartGoesOnToTheSameModel() throws Exception {
        Path job = job("terminated");
        WorkerProcess worker = WorkerProcess.start(job);
        worker.awaitEvent(event -> event instanceof RunEvent.StepReported told && told.step() >= 2);
        worker.terminate();

        int code = worker.exitCode();

        if (code == 75) { // a fast machine may have finished before the signal came
            assertThat(WorkerProcess.lastEvent(job)).isInstanceOf(RunEvent.CheckpointSaved.class);
            assertThat(WorkerProcess.run(job)).isZero();
        } else {
            assertThat(code).isZero();
        }
        assertThat(finished(job)).isEqualTo(expected);
    }

    @Test
    void aWorkerWhoseParentIsGoneSavesAndEnds() throws Exception {
        Path job = job("orphan");
        WorkerProcess worker = WorkerProcess.start(job, "--with-parent");
        worker.closeStandardInput();

        assertThat(worker.exitCode()).isEqualTo(75);
        assertThat(WorkerProcess.events(job)).noneMatch(RunEvent::last);

        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(finished(job)).isEqualTo(expected);
    }

    @Test
    void aRunThatHasEndedIsNotRunAgain() throws Exception {
        Path job = job("twice");
        assertThat(WorkerProcess.run(job)).isZero();
        int events = WorkerProcess.events(job).size();

        assertThat(WorkerProcess.run(job)).isZero();

        assertThat(WorkerProcess.events(job)).hasSize(events);
    }

    @Test
    void aSecondWorkerLeavesARunAloneThatIsBeingRun() throws Exception {
        Path job = job("together");
        WorkerProcess first = WorkerProcess.start(job);
        first.awaitEvent(event -> event instanceof RunEvent.RunStarted);

        int second = WorkerProcess.run(job);

        assertThat(first.exitCode()).isZero();
        assertThat(second).isIn(75, 0); // 0 when the first had ended by then
        assertThat(finished(job)).isEqualTo(expected);
        assertThat(WorkerProcess.events(job)).filteredOn(RunEvent::last).hasSize(1);
    }

    @Test
    void answersOfAKilledGenerateRunAreToldOnceAndAreTheSame() throws Exception {
        Path whole = world.job("answers", TinyWorld.generate(20, 2), Optional.empty());
        assertThat(WorkerProcess.run(whole)).isZero();
        Path killed = world.job("answers-killed", TinyWorld.generate(20, 2), Optional.empty());
        WorkerProcess worker = WorkerProcess.start(killed);
        worker.awaitEvent(event -> event instanceof RunEvent.AnswersSampled);
        worker.kill();

        assertThat(WorkerProcess.run(killed)).isZero();

        assertThat(answers(killed)).hasSize(40).containsExactlyInAnyOrderElementsOf(answers(whole));
    }

    private static List<RunEvent.Sampled> answers(Path job) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.AnswersSampled.class::isInstance)
                .flatMap(event -> ((RunEvent.AnswersSampled) event).answers().stream())
                .toList();
    }

    /** Runs until it dies at a write, then to the end; false when there are fewer writes than that. */
    private static boolean killedAtWrite(int write) throws IOException, InterruptedException {
        Path job = job("write-" + write);
        int code = WorkerProcess.run(job, "-Dhone.halt-at-write=" + write);
        if (code == 0) {
            return false;
        }
        assertThat(code).isEqualTo(137);
        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(finished(job)).as("killed at write " + write).isEqualTo(expected);
        return true;
    }

    private static Path job(String name) throws IOException {
        return world.job(name, TinyWorld.sft(2, CHECKPOINT_EVERY), Optional.of(demonstrations));
    }

    /** The sha256 of the finished model's weights, after a look at the rest: whole events, nothing unfinished left. */
    private static String finished(Path job) throws IOException {
        RunEvent last = WorkerProcess.lastEvent(job);
        assertThat(last).isInstanceOf(RunEvent.RunSucceeded.class);
        String checkpoint = ((RunEvent.RunSucceeded) last).checkpoint().orElseThrow();
        Path models = job.resolveSibling("models");
        try (Stream<Path> all = Files.list(models)) {
            assertThat(all.sorted(Comparator.naturalOrder())
                            .map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("."));
        }
        return hone.contract.Wire.sha256(
                Files.readAllBytes(models.resolve(checkpoint).resolve("model.safetensors")));
    }
}
