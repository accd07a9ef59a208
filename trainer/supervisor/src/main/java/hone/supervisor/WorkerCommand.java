package hone.supervisor;

import hone.contract.Recipe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker is started: command line and environment, read again at each start so that a corrected file takes effect at once.
 */
record WorkerCommand(List<String> line, List<String> environment) {
    private static final String MAIN = "hone.trainer.Main";

    /** A worker does not get the service's own settings, which include secrets: all it needs is in its job. */
    private static final List<String> OWN_PREFIXES = List.of("HONE_", "KAFKA_", "QUARKUS_");

    /** What several processes need less than the one that starts them, so that it ends before it is killed and leaves none behind. */
    private static final int LESS_GRACE_SECONDS = 2;

    static WorkerCommand of(SupervisorConfig.Worker config, Recipe recipe, Path job) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        config.jvmFile().ifPresent(file -> line.add("@" + file.toAbsolutePath()));
        line.addAll(List.of("-cp", classPath(config.classpathFile().toAbsolutePath()), MAIN));
        line.addAll(List.of("train", job.toAbsolutePath().toString(), "--with-parent"));
        int processes = config.processesOf(recipe);
        if (processes > 1) {
            long grace = Math.max(1, config.grace().toSeconds() - LESS_GRACE_SECONDS);
            line.addAll(List.of("--nproc", String.valueOf(processes), "--grace", String.valueOf(grace)));
        }
        return new WorkerCommand(line, environment(config.envFile()));
    }

    /** An engine in place of Hone's worker; its environment is the same. */
    static WorkerCommand of(SupervisorConfig.Worker config, Engine engine, RunFolder run) throws IOException {
        return new WorkerCommand(engine.line(run, config.allThreads()), environment(config.envFile()));
    }

    private static List<String> environment(Optional<Path> file) throws IOException {
        return file.isPresent() ? Files.readAllLines(file.get()) : List.of();
    }

    private static String classPath(Path file) throws IOException {
        Stream<String> entries = Stream.of(Files.readString(file).strip().split("[" + File.pathSeparator + "\\s]+"));
        Path classes = file.resolveSibling("classes");
        return Stream.concat(
                        Files.isDirectory(classes) ? Stream.of(classes.toString()) : Stream.empty(),
                        entries.filter(entry -> !entry.isEmpty())
                                .map(entry -> file.resolveSibling(entry).toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Changes the environment that a worker would inherit into the one that it gets. */
    void clean(Map<String, String> inherited) {
        inherited.keySet().removeIf(name -> OWN_PREFIXES.stream().anyMatch(name::startsWith));
        for (String entry : environment) {
            int equals = entry.indexOf('=');
            if (entry.isBlank() || entry.startsWith("#")) {
                continue;
            }
            if (entry.startsWith("-")) {
                inherited.remove(entry.substring(1).strip());
            } else if (equals > 0) {
                inherited.put(entry.substring(0, equals).strip(), entry.substring(equals + 1));
            } else {
                throw new IllegalArgumentException("the worker's environment file holds '" + entry
                        + "', but a line is NAME=value, -NAME or a # comment");
            }
        }
    }
}
