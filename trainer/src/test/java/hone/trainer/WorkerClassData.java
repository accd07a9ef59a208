package hone.trainer;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The worker's classes, read and verified once: a hundred workers start in these tests, and each would do it again. Archives of
 * class data hold classes from jars only, so the module's own become one first.
 */
final class WorkerClassData {
    private static final Set<String> OF_SEVERAL =
            Set.of("hone/trainer/SeveralRuns.class", "hone/trainer/checkpoint/Writes.class");

    private static Optional<WorkerClassData> made = Optional.empty();

    private final String classPath;
    private final Path archive;

    private WorkerClassData(String classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /** Made by the first worker that is started, in a run of its own. */
    static synchronized WorkerClassData shared() throws IOException, InterruptedException {
        if (made.isEmpty()) {
            Path folder = empty(Path.of("target", "worker-classes").toAbsolutePath());
            WorkerClassData data =
                    new WorkerClassData(String.join(File.pathSeparator, jars(folder)), folder.resolve("worker.jsa"));
            TinyWorld world = TinyWorld.in(folder);
            Path job = world.job("first", TinyWorld.sft(1, 0), Optional.of(world.demonstrations()));
            int code = WorkerProcess.start(
                            List.of(),
                            job,
                            data.classPath,
                            List.of("-XX:ArchiveClassesAtExit=" + data.archive),
                            List.of(SeveralRuns.class.getName(), SeveralRuns.ENDS, job.toString()))
                    .exitCode();
            if (code != 0) {
                throw new IllegalStateException("the worker that archives its classes ended with " + code);
            }
            made = Optional.of(data);
        }
        return made.get();
    }

    private static Path empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path one : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    String classPath() {
        return classPath;
    }

    /** A JVM that can't use the archive runs without it. */
    String flag() {
        return "-XX:SharedArchiveFile=" + archive;
    }

    /** Everything that a worker needs of what tests have; of the classes of tests only those that start several runs. */
    private static List<String> jars(Path folder) throws IOException {
        List<String> entries = new ArrayList<>(List.of(
                jar(folder.resolve("trainer.jar"), Path.of("target", "classes"), name -> true),
                jar(folder.resolve("several.jar"), Path.of("target", "test-classes"), OF_SEVERAL::contains)));
        String tests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Stream.of(tests.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .forEach(entries::add);
        return entries;
    }

    private static String jar(Path jar, Path classes, Predicate<String> wanted) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(one).toString();
                if (wanted.test(name)) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(one, out);
                }
            }
        }
        return jar.toString();
    }
}
