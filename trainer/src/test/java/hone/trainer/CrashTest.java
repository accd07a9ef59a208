package hone.trainer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.RunEvent;
import hone.trainer.run.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real worker does when it is stopped, started again or started twice; {@link StagesCrashTest} kills those of every stage. */
class CrashTest {
    /** Two epochs of four steps; a checkpoint after step 5, the finished model after step 8. */
    private static final int CHECKPOINT_EVERY = 5;

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
        expected = Killing.finished(job);
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
        assertThat(Killing.finished(job)).isEqualTo(expected);
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
        assertThat(Killing.finished(job)).isEqualTo(expected);
    }

    @Test
    void aWorkerWhoseParentIsGoneSavesAndEnds() throws Exception {
        Path job = job("orphan");
        WorkerProcess worker = WorkerProcess.start(job, "--with-parent");
        worker.closeStandardInput();

        assertThat(worker.exitCode()).isEqualTo(75);
        assertThat(WorkerProcess.events(job)).noneMatch(RunEvent::last);

        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(Killing.finished(job)).isEqualTo(expected);
    }

    /** Eight of the forty rows are held out; each evaluation tells the same ones in the same order, so that they can be paired. */
    @Test
    void lossesOnHeldOutRowsAreToldRowByRow() throws Exception {
        List<RunEvent.EvaluationReported> evaluations = WorkerProcess.events(job("undisturbed")).stream()
                .filter(RunEvent.EvaluationReported.class::isInstance)
                .map(RunEvent.EvaluationReported.class::cast)
                .toList();

        assertThat(evaluations).hasSizeGreaterThan(1);
        assertThat(evaluations).allSatisfy(evaluation -> {
            List<RunEvent.RowLoss> rows = evaluation.rows().orElseThrow();
            assertThat(rows).hasSize(8).extracting(RunEvent.RowLoss::tokens).isEqualTo(tokens(evaluations.getFirst()));
            double sum = rows.stream().mapToDouble(RunEvent.RowLoss::loss).sum();
            assertThat(sum / requireNonNull(evaluation.metrics().get("num_tokens")))
                    .isCloseTo(requireNonNull(evaluation.metrics().get("loss")), within(1e-6));
        });
        // The rows are of different lengths, and a long answer costs more than a short one before anything is learned.
        List<RunEvent.RowLoss> untaught = evaluations.getFirst().rows().orElseThrow();
        assertThat(untaught.getLast().tokens())
                .isGreaterThan(untaught.getFirst().tokens());
        assertThat(untaught.getLast().loss()).isGreaterThan(untaught.getFirst().loss());
    }

    private static List<Integer> tokens(RunEvent.EvaluationReported evaluation) {
        return evaluation.rows().orElseThrow().stream()
                .map(RunEvent.RowLoss::tokens)
                .toList();
    }

    @Test
    void aRunThatHasEndedIsNotRunAgain() throws Exception {
        Path job = job("twice");
        assertThat(WorkerProcess.run(job)).isZero();
        int events = WorkerProcess.events(job).size();

        assertThat(WorkerProcess.run(job)).isZero();

        assertThat(WorkerProcess.events(job)).hasSize(events);
    }

    /** The log is held here, as by a worker that takes its time. */
    @Test
    void aRunWhoseLogAnotherProcessHoldsIsLeftAlone() throws Exception {
        Path job = job("held");
        try (RunLog held = RunLog.open(job.resolveSibling("run"), "run-held", event -> {})) {
            assertThat(WorkerProcess.run(job)).isEqualTo(75);
            assertThat(held.ended()).isFalse();
        }

        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(Killing.finished(job)).isEqualTo(expected);
    }

    @Test
    void aSecondWorkerLeavesARunAloneThatIsBeingRun() throws Exception {
        Path job = job("together");
        WorkerProcess first = WorkerProcess.start(job);
        first.awaitEvent(event -> event instanceof RunEvent.RunStarted);

        int second = WorkerProcess.run(job);

        assertThat(first.exitCode()).isZero();
        assertThat(second).isIn(75, 0); // 0 when the first had ended by then
        assertThat(Killing.finished(job)).isEqualTo(expected);
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

    private static Path job(String name) throws IOException {
        return world.job(name, TinyWorld.sft(2, CHECKPOINT_EVERY), Optional.of(demonstrations));
    }
}
