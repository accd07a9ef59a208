package hone.devstack.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file {@code parts} in the data folder: one line {@code name pid start} per part, start in epoch milliseconds. It lets
 * {@code status} and measurements find the processes, and the next start find those of a killed launcher.
 */
final class RunningParts {

    private final Path file;
    private final Path leftDown;
    private final Map<String, ProcessHandle> parts = new TreeMap<>();

    RunningParts(Path data) {
        this.file = data.resolve("parts");
        this.leftDown = data.resolve("parts.down");
    }

    synchronized void note(String name, long pid) throws IOException {
        ProcessHandle.of(pid).ifPresent(process -> parts.put(name, process));
        StringBuilder lines = new StringBuilder();
        parts.forEach(
                (part, process) -> lines.append("%s %d %d%n".formatted(part, process.pid(), startMillis(process))));
        Path fresh = Files.writeString(file.resolveSibling("parts.tmp"), lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Records for {@code status} why a part was left down. */
    synchronized void noteLeftDown(String name, String why) throws IOException {
        Files.writeString(
                leftDown,
                "%s %s%n".formatted(name, why.replace('\n', ' ')),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Each part that was left down, with the reason. */
    Map<String, String> leftDown() throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        if (Files.exists(leftDown)) {
            for (String line : Files.readAllLines(leftDown)) {
                String[] words = line.split(" ", 2);
                reasons.put(words[0], words[1]);
            }
        }
        return reasons;
    }

    /** The parts in the file that are still running. */
    Map<String, ProcessHandle> alive() throws IOException {
        Map<String, ProcessHandle> alive = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return alive;
        }
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", 3);
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(words[1]));
            // The same process id with another start time belongs to a stranger.
            process.filter(found -> Long.toString(startMillis(found)).equals(words[2]))
                    .ifPresent(found -> alive.put(words[0], found));
        }
        return alive;
    }

    /** Waits for the parts of an earlier launcher, which end by themselves, and kills those that do not. */
    void awaitEndOfEarlier() throws IOException, InterruptedException {
        awaitEnd(alive());
        Files.deleteIfExists(file);
        Files.deleteIfExists(leftDown);
    }

    /** Waits for these; the file stays, because the next launcher may already be writing its own. */
    static void awaitEnd(Map<String, ProcessHandle> parts) throws InterruptedException {
        for (ProcessHandle process : parts.values()) {
            try {
                process.onExit().get(45, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                process.destroyForcibly();
            }
        }
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
