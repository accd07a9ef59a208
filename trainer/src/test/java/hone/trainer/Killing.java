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
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Workers that are killed and started again, and what they end with. */
final class Killing {
    private Killing() {}

    /** Makes a job of the same recipe in a folder of its own. */
    interface Jobs {
        Path named(String name) throws IOException;
    }

    /**
     * Kills a worker at its first write of a checkpoint, another at its second, and so on until there are no more; each is
     * started again and must end with the expected model.
     *
     * @return how many writes there are
     */
    static int atEveryWrite(Jobs jobs, String expected) throws Exception {
        List<Integer> survivors = new ArrayList<>();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            boolean more = true;
            for (int write = 1; more; write += 2) {
                List<Future<Boolean>> pair = new ArrayList<>();
                for (int n = write; n < write + 2; n++) {
                    int at = n;
                    pair.add(two.submit(() -> diesAt(at, jobs, expected)));
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
        return survivors.getFirst() - 1;
    }

    /** Runs until it dies at a write, then to the end; false when there are fewer writes than that. */
    private static boolean diesAt(int write, Jobs jobs, String expected) throws IOException, InterruptedException {
        Path job = jobs.named("write-" + write);
        int code = WorkerProcess.run(job, "-Dhone.halt-at-write=" + write);
        if (code == 0) {
            return false;
        }
        assertThat(code).isEqualTo(137);
        assertThat(WorkerProcess.run(job)).isZero();
        assertThat(finished(job)).as("killed at write " + write).isEqualTo(expected);
        return true;
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
