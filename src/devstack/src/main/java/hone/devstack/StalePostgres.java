package hone.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL that still runs on our data because its launcher was killed. It is shut down properly before a new one starts;
 * attaching to it instead would keep its old port and settings.
 */
public record StalePostgres(ProcessHandle process) {

    /** The one that is running on the given PostgreSQL data folder, if any. */
    public static Optional<StalePostgres> in(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        // The process id may belong to another process by now: only a postgres that names our folder is ours.
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> runsOn(process, data))
                .map(StalePostgres::new);
    }

    private static boolean runsOn(ProcessHandle process, Path data) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return process.info().command().orElse("").endsWith("postgres")
                && List.of(arguments).contains(data.toString());
    }

    public void end() {
        try {
            // SIGINT is PostgreSQL's "fast" shutdown; Java itself can only send SIGTERM, which waits for every client.
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "A PostgreSQL of an earlier run (process %d) does not end. End it by hand, then start again."
                            .formatted(process.pid()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
