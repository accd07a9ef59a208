package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Workers that are killed and started again, and what they end with. */
final class Killing {
    private Killing() {}

    /**
     * Takes up what runs would have left if they had been killed at the first write of a checkpoint, at the second, and so on; each
     * must end with the same model as the run that it is a copy of.
     *
     * @param runs by stage, each copied at every write as {@link SeveralRuns} does
     * @return for each stage, how many writes there were
     */
    static Map<String, Integer> atEveryWrite(Map<String, Path> runs) throws Exception {
        Map<String, Integer> writes = new TreeMap<>();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Map<String, Future<Integer>> takenUp = new TreeMap<>();
            runs.forEach((stage, run) -> takenUp.put(stage, two.submit(() -> allTakenUp(stage, run))));
            for (Map.Entry<String, Future<Integer>> stage : takenUp.entrySet()) {
                writes.put(stage.getKey(), stage.getValue().get());
            }
        }
        return writes;
    }

    private static int allTakenUp(String stage, Path run) throws IOException, InterruptedException {
        List<Path> copies = new ArrayList<>();
        for (int write = 1; Files.exists(SeveralRuns.copy(run, write)); write++) {
            copies.add(SeveralRuns.copy(run, write));
        }
        for (Path copy : copies) {
            assertThat(WorkerProcess.events(copy)).as(copy.toString()).noneMatch(RunEvent::last);
        }
        int code = WorkerProcess.several(SeveralRuns.ENDS, copies);
        assertThat(code)
                .as(() -> stage + ": " + WorkerProcess.output(copies.getFirst()))
                .isZero();
        for (Path copy : copies) {
            assertThat(finished(copy)).as(copy.toString()).isEqualTo(finished(run));
        }
        return copies.size();
    }

    /** The steps of a run that has ended. */
    static int steps(Path job) throws IOException {
        return (int) WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .mapToLong(event -> ((RunEvent.StepReported) event).step())
                .max()
                .orElseThrow();
    }

    /** Kills the job's worker twice, each time when it has told a random step, and lets it come to its end. */
    static void atRandomSteps(Path job, int steps) throws Exception {
        long seed = Long.getLong("hone.test.seed", System.nanoTime());
        System.out.println("kill steps by -Dhone.test.seed=" + seed);
        Random random = new Random(seed);
        for (int kills = 0; kills < 2; kills++) {
            int step = 1 + random.nextInt(steps - 1);
            WorkerProcess worker = WorkerProcess.start(job);
            worker.awaitEvent(event -> event instanceof RunEvent.StepReported told && told.step() >= step);
            worker.kill();
        }
        assertThat(WorkerProcess.run(job)).isZero();
    }

    /** The sha256 of the finished model's weights, or of its adapter, after a look at the rest: whole events, nothing unfinished left. */
    static String finished(Path job) throws IOException {
        RunEvent last = WorkerProcess.lastEvent(job);
        assertThat(last).isInstanceOf(RunEvent.RunSucceeded.class);
        Path models = job.resolveSibling("models");
        try (Stream<Path> all = Files.list(models)) {
            assertThat(all.sorted(Comparator.naturalOrder())
                            .map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("."));
        }
        Path adapter = model(job).resolve("adapter_model.safetensors");
        return Wire.sha256(
                Files.readAllBytes(Files.exists(adapter) ? adapter : adapter.resolveSibling("model.safetensors")));
    }

    /** The folder of the finished model. */
    static Path model(Path job) throws IOException {
        String checkpoint = ((RunEvent.RunSucceeded) WorkerProcess.lastEvent(job))
                .checkpoint()
                .orElseThrow();
        return job.resolveSibling("models").resolve(checkpoint);
    }
}
