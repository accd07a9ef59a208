package hone.devstack.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The build that {@code ./hone} runs beside the launcher: it leaves {@code ok} or {@code failed} in a file.
 *
 * @param builder the script's process; empty when the launcher was started by something else, on what is built already
 */
record Build(Path outcome, Optional<ProcessHandle> builder) {

    private static final long LOOK_MILLIS = 200;

    static Build of(Settings settings, Map<String, String> environment) {
        String pid = environment.getOrDefault("HONE_BUILDER", "");
        return new Build(
                settings.data().resolve("build"),
                pid.matches("\\d{1,9}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty());
    }

    /** Returns when the applications are built. */
    void await() throws IOException, InterruptedException {
        if (builder.isEmpty()) {
            return;
        }
        while (!Files.exists(outcome) || Files.size(outcome) == 0) {
            if (!builder.get().isAlive()) {
                throw new Refusal(
                        "The build was ended before it was done, so nothing is left running: run ./hone up again.");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        if (!Files.readString(outcome).strip().equals("ok")) {
            throw new Refusal("The app and the trainer could not be built, so nothing is left running.");
        }
    }
}
