package hone.bench.trainer;

import hone.contract.Job;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The trainer's command line in a process of its own, as the supervisor starts it too.
 *
 * @param classPath of the trainer with its libraries
 * @param flags the file with the flags for its JVM
 * @param environment the file with its environment: {@code NAME=value} sets, {@code -NAME} removes
 */
public record TrainerProgram(String classPath, Path flags, Path environment) {
    private static final String MAIN = "hone.trainer.Main";

    /** What a build left behind in the trainer's folder: classes, and the file that lists the libraries. */
    public static TrainerProgram ofBuild(Path trainer) {
        Path target = trainer.resolve("target");
        try {
            String libraries =
                    Files.readString(target.resolve("worker.classpath")).strip();
            return new TrainerProgram(
                    target.resolve("classes") + File.pathSeparator + libraries,
                    trainer.resolve("worker.jvm"),
                    trainer.resolve("worker.env"));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the trainer is not built in " + trainer + "; run ./hone up or a build first", e);
        }
    }

    /** Runs a command to its end and returns its exit code; what it prints goes to our standard error. */
    public int run(Path folder, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + flags,
                "-cp",
                classPath,
                MAIN));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        for (String entry : Files.readAllLines(environment)) {
            int equals = entry.indexOf('=');
            if (entry.startsWith("-")) {
                builder.environment().remove(entry.substring(1));
            } else if (equals > 0 && !entry.startsWith("#")) {
                builder.environment().put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        builder.redirectErrorStream(true);
        Process process = builder.start();
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        try (var output = process.inputReader()) {
            output.lines().forEach(System.err::println);
        }
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(ending);
        return code;
    }

    /** Runs a job to its end and returns its events; a job's state is in its folder, so running the same job again resumes it. */
    public List<RunEvent> run(Job job) throws IOException, InterruptedException {
        Path folder = Path.of(job.folder());
        Files.createDirectories(folder);
        Path file = folder.resolve(Job.FILE);
        Files.writeString(file, Wire.write(job));
        int code = run(folder, "train", file.toString());
        Path log = folder.resolve("events.jsonl");
        List<RunEvent> events = Files.exists(log)
                ? Files.readAllLines(log).stream()
                        .map(line -> Wire.read(line, RunEvent.class))
                        .toList()
                : List.of();
        if (code == 0) {
            return events;
        }
        String why = events.stream()
                .filter(RunEvent.RunFailed.class::isInstance)
                .map(event -> ((RunEvent.RunFailed) event).reason())
                .findFirst()
                .orElse("exit code " + code);
        throw new IOException("the run " + job.runId() + " did not succeed: " + why);
    }

    /** The finished model of a run: the folder of its last checkpoint. */
    public static Path checkpoint(Job job, List<RunEvent> events) {
        String sha256 = events.stream()
                .filter(RunEvent.RunSucceeded.class::isInstance)
                .flatMap(event -> ((RunEvent.RunSucceeded) event).checkpoint().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the run " + job.runId() + " left no checkpoint"));
        return Path.of(job.models()).resolve(sha256);
    }
}
