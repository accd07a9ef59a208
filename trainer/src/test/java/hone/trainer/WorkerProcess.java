package hone.trainer;

import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.trainer.run.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real worker JVM, with the flags and the environment that every worker has. */
final class WorkerProcess {
    private static final long MINUTES_MAX = 3;

    private final Process process;
    private final Path job;

    private WorkerProcess(Process process, Path job) {
        this.process = process;
        this.job = job;
    }

    static WorkerProcess start(Path job, String... more) throws IOException, InterruptedException {
        return start(List.of(), job, more);
    }

    /** One of two processes that train together, as torchrun would start it. */
    static WorkerProcess rank(int rank, int port, Path job, String... flags) throws IOException, InterruptedException {
        List<String> variables =
                List.of("env", "RANK=" + rank, "WORLD_SIZE=2", "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + port);
        return start(variables, job, flags);
    }

    /** Exit code of a worker none of whose files may grow beyond a limit: to it that is a full disk. */
    static int runWithFilesOfAtMost(int kilobytes, Path job) throws IOException, InterruptedException {
        return start(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash"), job)
                .exitCode();
    }

    /** Exit code of a worker with several runs in it, see {@link SeveralRuns}. */
    static int several(String how, List<Path> jobs) throws IOException, InterruptedException {
        WorkerClassData classes = WorkerClassData.shared();
        List<String> words = new ArrayList<>(List.of(SeveralRuns.class.getName(), how));
        jobs.forEach(job -> words.add(job.toString()));
        return start(List.of(), jobs.getFirst(), classes.classPath(), List.of(classes.flag()), words)
                .exitCode();
    }

    private static WorkerProcess start(List<String> before, Path job, String... more)
            throws IOException, InterruptedException {
        WorkerClassData classes = WorkerClassData.shared();
        List<String> flags = new ArrayList<>(List.of(classes.flag()));
        List<String> words = new ArrayList<>(List.of("hone.trainer.Main", "train", job.toString()));
        for (String one : more) {
            (one.startsWith("-D") ? flags : words).add(one);
        }
        return start(before, job, classes.classPath(), flags, words);
    }

    /**
     * @param job beside which its output goes
     * @param flags of the JVM, after those that every worker has
     * @param words the main class and its arguments
     */
    static WorkerProcess start(List<String> before, Path job, String classPath, List<String> flags, List<String> words)
            throws IOException {
        Path trainer = Path.of(System.getProperty("hone.root", ".."))
                .resolve("trainer")
                .toAbsolutePath();
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + trainer.resolve("worker.jvm"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        clean(builder.environment(), trainer.resolve("worker.env"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                job.resolveSibling("output.txt").toFile()));
        return new WorkerProcess(builder.start(), job);
    }

    /** Exit code of a worker that runs to its end. */
    static int run(Path job, String... more) throws IOException, InterruptedException {
        return start(job, more).exitCode();
    }

    int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            kill();
            throw new IllegalStateException("the worker did not end: " + output());
        }
        return process.exitValue();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The processes that it has started, in order. */
    List<ProcessHandle> children() {
        return process.children()
                .sorted(Comparator.comparingLong(ProcessHandle::pid))
                .toList();
    }

    /** SIGSTOP: it goes on living and does nothing. */
    void hang() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    void closeStandardInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits until the run's log holds an event that fits; false when the worker ends before. */
    boolean awaitEvent(java.util.function.Predicate<RunEvent> fits) throws IOException, InterruptedException {
        long seen = -1;
        while (true) {
            // Looking all the time would take a processor away from whoever is looked at.
            boolean alive = !process.waitFor(1, TimeUnit.MILLISECONDS);
            long told = job.resolveSibling("run").resolve(RunLog.FILE).toFile().length();
            if (told != seen && events(job).stream().anyMatch(fits)) {
                return true;
            }
            seen = told;
            if (!alive) {
                return false;
            }
        }
    }

    String output() {
        return output(job);
    }

    /** What workers of a job printed. */
    static String output(Path job) {
        try {
            return Files.readString(job.resolveSibling("output.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole events so far; a line that is being written is none yet. */
    static List<RunEvent> events(Path job) throws IOException {
        Path file = job.resolveSibling("run").resolve(RunLog.FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> Wire.read(line, RunEvent.class))
                .toList();
    }

    static RunEvent lastEvent(Path job) throws IOException {
        return events(job).getLast();
    }

    private static void clean(Map<String, String> environment, Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("-")) {
                environment.remove(line.substring(1));
            } else if (line.contains("=") && !line.startsWith("#")) {
                environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
    }
}
