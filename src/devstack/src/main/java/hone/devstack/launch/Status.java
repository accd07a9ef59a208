package hone.devstack.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code hone status}: which parts run, in which process, with how much memory. */
final class Status {

    private Status() {}

    /** Prints one line per part; says whether all of Hone is running. */
    static boolean print(Settings settings, Terminal terminal) throws IOException {
        boolean launched = LauncherLock.holder(settings.data()).isPresent();
        RunningParts parts = new RunningParts(settings.data());
        Map<String, ProcessHandle> alive = parts.alive();
        Map<String, String> leftDown = launched ? parts.leftDown() : Map.of();
        boolean whole = launched;
        for (String name : new String[] {"postgres", "kafka", "keycloak", "app", "trainer", "serve"}) {
            ProcessHandle process = alive.get(name);
            whole &= process != null;
            terminal.say("%-10s %s".formatted(name, state(process, leftDown.get(name))));
        }
        terminal.say(
                launched
                        ? "Hone runs at %s; stop it with ./hone down.".formatted(settings.appUrl())
                        : "Hone is not running; start it with ./hone up.");
        return whole;
    }

    private static String state(@Nullable ProcessHandle process, @Nullable String whyDown) throws IOException {
        if (process != null) {
            return "running, process %d, %d MB".formatted(process.pid(), megabytes(process));
        }
        return whyDown == null ? "not running" : "left down: " + whyDown;
    }

    /** Resident memory; for PostgreSQL only the postmaster's. */
    private static long megabytes(ProcessHandle process) throws IOException {
        Path status = Path.of("/proc/%d/status".formatted(process.pid()));
        if (Files.isReadable(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        }
        return 0;
    }
}
