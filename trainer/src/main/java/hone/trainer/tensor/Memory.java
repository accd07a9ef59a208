package hone.trainer.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** The memory of this process, reported with every step: a leak shows as a rising line long before it kills the run. */
public final class Memory {
    private Memory() {}

    /** Resident memory, native objects kept, and native objects alive (0 if they are not counted, see {@link Scope}). */
    public static Map<String, Double> metrics() {
        return Map.of(
                "memory/resident_mb", kilobytes("VmRSS:") / 1024,
                "memory/kept_objects", (double) Scope.keptObjects(),
                "memory/live_objects", (double) Scope.liveObjects());
    }

    /** The peak of resident memory. */
    public static double peakMegabytes() {
        return kilobytes("VmHWM:") / 1024;
    }

    /** The same of another process of this machine. */
    public static double peakMegabytes(long pid) {
        return kilobytes("/proc/" + pid + "/status", "VmHWM:") / 1024;
    }

    /** What this machine has left for processes; empty where it does not say. */
    public static OptionalLong availableBytes() {
        double available = kilobytes("/proc/meminfo", "MemAvailable:");
        return available > 0 ? OptionalLong.of((long) (available * 1024)) : OptionalLong.empty();
    }

    /** What this machine has, or this container may use; empty where neither says. */
    public static OptionalLong totalBytes() {
        double machine = kilobytes("/proc/meminfo", "MemTotal:") * 1024;
        double container = containerBytes();
        double total = container > 0 && (machine == 0 || container < machine) ? container : machine;
        return total > 0 ? OptionalLong.of((long) total) : OptionalLong.empty();
    }

    private static double containerBytes() {
        try {
            String said = Files.readString(Path.of("/sys/fs/cgroup/memory.max")).strip();
            return said.matches("[0-9]{1,18}") ? Double.parseDouble(said) : 0; // "max" is none
        } catch (IOException e) {
            return 0; // no limit that this could know
        }
    }

    private static double kilobytes(String field) {
        return kilobytes("/proc/self/status", field);
    }

    private static double kilobytes(String file, String field) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // not Linux: the run works without it
        }
    }
}
