package hone.devstack.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.Optional;

/**
 * The build that {@code ./hone} runs in parallel to the launcher: it leaves {@code ok} or {@code failed} in a file.
 *
 * @param folder where the file is: Hone's data folder
 * @param builder the script's process; empty when the launcher was started by something else, after the build
 */
record Build(Path folder, Optional<ProcessHandle> builder) {

    static Build of(Settings settings, Map<String, String> environment) {
        String pid = environment.getOrDefault("HONE_BUILDER", "");
        return new Build(
                settings.data(), pid.matches("\\d{1,9}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty());
    }

    private Path outcome() {
        return folder.resolve("build");
    }

    /** Returns when the applications are built. */
    void await() throws IOException, InterruptedException {
        if (builder.isEmpty()) {
            return;
        }
        awaitOutcome(builder.get());
        if (!Files.readString(outcome()).strip().equals("ok")) {
            throw new Refusal("The app and the trainer could not be built, so nothing is left running.");
        }
    }

    /** The folder tells when the file is written; the end of the script, that it never will be. */
    private void awaitOutcome(ProcessHandle script) throws IOException, InterruptedException {
        Path outcome = outcome();
        try (WatchService changes = folder.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            script.onExit().thenRun(() -> close(changes));
            while (!Files.exists(outcome) || Files.size(outcome) == 0) {
                WatchKey key = changes.take();
                key.pollEvents();
                key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            throw new Refusal(
                    "The build was ended before it was done, so nothing is left running: run ./hone up again.");
        }
    }

    private static void close(WatchService changes) {
        try {
            changes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
