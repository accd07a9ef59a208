package hone.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU seconds used since the machine or a process started, to be compared with a later reading.
 *
 * @param machine all processes together
 * @param parts of the stack by name, including their children
 */
public record Busy(long at, double machine, double client, Map<String, Double> parts) {
    /** The unit of /proc on every Linux that Hone runs on. */
    private static final double TICKS_A_SECOND = 100;

    public static Busy now(RunningHone hone) throws IOException {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessHandle> part : hone.parts().entrySet()) {
            double seconds = Stream.concat(
                            Stream.of(part.getValue()), part.getValue().descendants())
                    .mapToDouble(Busy::of)
                    .sum();
            parts.merge(part.getKey(), seconds, Double::sum);
        }
        return new Busy(System.nanoTime(), ofMachine(), of(ProcessHandle.current()), parts);
    }

    private static double of(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(used -> used.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** User, nice, system, interrupts: everything except idle and waiting. */
    private static double ofMachine() throws IOException {
        String[] words =
                Files.readAllLines(Path.of("/proc/stat")).getFirst().strip().split("\\s+");
        double ticks = 0;
        for (int i = 1; i < words.length && i <= 8; i++) {
            boolean idle = i == 4 || i == 5;
            ticks += idle ? 0 : Double.parseDouble(words[i]);
        }
        return ticks / TICKS_A_SECOND;
    }

    /** The client's share of all processors between two readings. */
    public static double clientShare(Busy before, Busy after) {
        return (after.client - before.client) / (seconds(before, after) * processors());
    }

    /** Who used how many of the processors, including others on the machine. */
    public static String words(Busy before, Busy after) {
        double seconds = seconds(before, after);
        double all = (after.machine - before.machine) / seconds;
        double known = (after.client - before.client) / seconds;
        StringBuilder words = new StringBuilder(
                String.format(Locale.ROOT, "of %d processors %.2f were busy: client %.2f", processors(), all, known));
        for (Map.Entry<String, Double> part : after.parts.entrySet()) {
            double used = (part.getValue() - before.parts.getOrDefault(part.getKey(), 0.0)) / seconds;
            known += used;
            words.append(String.format(Locale.ROOT, ", %s %.2f", part.getKey(), used));
        }
        return words.append(String.format(Locale.ROOT, ", everybody else %.2f", Math.max(0, all - known)))
                .toString();
    }

    /** What each row took of whom in between: told by processors' time, it is the same on a busy machine. */
    public static String perRow(Busy before, Busy after, long rows) {
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT, "µs of processors a row: client %.1f", (after.client - before.client) / rows * 1e6));
        after.parts.forEach((part, used) -> words.append(String.format(
                Locale.ROOT, ", %s %.1f", part, (used - before.parts.getOrDefault(part, 0.0)) / rows * 1e6)));
        return words.toString();
    }

    private static double seconds(Busy before, Busy after) {
        return (after.at - before.at) / 1e9;
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
