package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Workers that are killed and started again, and what they end with. */
final class Killing {
    private Killing() {}

    /** Makes jobs by the name of a stage, each in a folder of its own. */
    interface Jobs {
        Path of(String stage, String folder) throws IOException;
    }

    /**
     * Kills workers at the first write of a checkpoint, others at the second, and so on until there are no more. A process has a run
     * of every stage in it when it dies, each at that write; another takes up all of them, and each must end with the expected
     * model.
     *
     * @param expected by stage
     * @return for each stage, how many writes there are
     */
    static Map<String, Integer> atEveryWrite(Jobs jobs, Map<String, String> expected) throws Exception {
        Map<String, Integer> writes = new TreeMap<>();
        Set<String> more = new TreeSet<>(expected.keySet());
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (int write = 1; !more.isEmpty(); write += 2) {
                List<String> stages = List.copyOf(more);
                int first = write;
                Future<Set<String>> odd = two.submit(() -> killedAt(first, stages, jobs, expected));
                Future<Set<String>> even = two.submit(() -> killedAt(first + 1, stages, jobs, expected));
                odd.get().forEach(stage -> writes.merge(stage, 1, Integer::sum));
                even.get().forEach(stage -> writes.merge(stage, 1, Integer::sum));
                more.retainAll(even.get());
            }
        }
        return writes;
    }

    /** Runs that die at a write and are taken up; returns the stages that have so many writes. */
    private static Set<String> killedAt(int write, List<String> stages, Jobs jobs, Map<String, String> expected)
            throws IOException, InterruptedException {
        Map<String, Path> all = new LinkedHashMap<>();
        for (String stage : stages) {
            all.put(stage, jobs.of(stage, "write-" + write));
        }
        int code = WorkerProcess.several(write, List.copyOf(all.values()));
        Map<String, Path> killed = new LinkedHashMap<>();
        for (Map.Entry<String, Path> one : all.entrySet()) {
            if (WorkerProcess.events(one.getValue()).stream().noneMatch(RunEvent::last)) {
                killed.put(one.getKey(), one.getValue());
            }
        }
        assertThat(code).isEqualTo(killed.isEmpty() ? 0 : 137);
        if (!killed.isEmpty()) {
            assertThat(WorkerProcess.several(0, List.copyOf(killed.values()))).isZero();
        }
        for (Map.Entry<String, Path> one : all.entrySet()) {
            assertThat(finished(one.getValue()))
                    .as(one.getKey() + ", write " + write)
                    .isEqualTo(expected.get(one.getKey()));
        }
        return killed.keySet();
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
