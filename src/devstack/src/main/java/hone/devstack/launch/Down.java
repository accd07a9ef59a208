package hone.devstack.launch;

import hone.devstack.StalePostgres;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code hone down}: ends the launcher properly, or what a killed one has left behind. */
final class Down {

    private Down() {}

    static String run(Settings settings) throws IOException, InterruptedException {
        RunningParts parts = new RunningParts(settings.data());
        Optional<ProcessHandle> launcher = LauncherLock.holder(settings.data());
        if (launcher.isEmpty()) {
            Optional<StalePostgres> left = StalePostgres.in(settings.data().resolve("postgres"));
            left.ifPresent(StalePostgres::end);
            parts.awaitEndOfEarlier();
            return left.isPresent() ? "What an earlier run had left is ended." : "Hone is not running.";
        }
        Map<String, ProcessHandle> running = parts.alive();
        launcher.get().destroy();
        try {
            launcher.get().onExit().get(3, TimeUnit.MINUTES);
        } catch (TimeoutException | ExecutionException e) {
            throw new Refusal(
                    "Hone (process %d) does not end: look at %s, end it with kill -9 %d, then run ./hone down again."
                            .formatted(
                                    launcher.get().pid(),
                                    settings.data().resolve("*.log"),
                                    launcher.get().pid()));
        }
        // The last process of a part may outlive the launcher by a moment, and would still hold its files.
        RunningParts.awaitEnd(running);
        return "Hone is ended; the data is kept in %s.".formatted(settings.data());
    }
}
