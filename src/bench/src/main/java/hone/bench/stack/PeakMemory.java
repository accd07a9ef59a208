package hone.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The most memory that a process below a part of the stack ever had, as the kernel counts it ({@code VmHWM}). The count only rises,
 * so that looking a few times a second misses no more than what a process takes in the last moment of its life.
 */
public final class PeakMemory implements AutoCloseable {
    private static final int LOOK_EVERY_MILLIS = 200;

    /** A worker ends soon after it has told that its run did. */
    private static final int ENDS_WITHIN_LOOKS = 50;

    private final ProcessHandle part;
    private final Map<Long, Double> peaks = new ConcurrentHashMap<>();
    private final Set<Long> told = ConcurrentHashMap.newKeySet();
    private final Thread looking;

    /** @param part as in {@link RunningHone#parts} */
    public PeakMemory(RunningHone hone, String part) throws IOException {
        this.part = process(hone, part);
        this.looking = Thread.ofVirtual().start(this::look);
    }

    private void look() {
        try {
            while (true) {
                part.descendants()
                        .filter(process -> !told.contains(process.pid()))
                        .forEach(process -> peaks.merge(process.pid(), of(process), Math::max));
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody asks any more
        }
    }

    /**
     * The largest of the processes that ended since the last time, in MB, waiting a moment for the first; 0 when there were none. One
     * that runs still belongs to what is asked about next: a round begins it before anybody asks about the one before.
     */
    public double megabytes() throws InterruptedException {
        Set<Long> ended = ended();
        for (int looks = 0; ended.isEmpty() && !peaks.isEmpty() && looks < ENDS_WITHIN_LOOKS; looks++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            ended = ended();
        }
        told.addAll(ended);
        return ended.stream()
                .mapToDouble(pid -> Optional.ofNullable(peaks.remove(pid)).orElse(0.0))
                .max()
                .orElse(0);
    }

    private Set<Long> ended() {
        return peaks.keySet().stream()
                .filter(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty())
                .collect(Collectors.toSet());
    }

    /** What a part itself had at most so far, in MB. */
    public static double ofPart(RunningHone hone, String part) throws IOException {
        return of(process(hone, part));
    }

    private static ProcessHandle process(RunningHone hone, String part) throws IOException {
        return Optional.ofNullable(hone.parts().get(part))
                .orElseThrow(() -> new IOException("the part " + part + " does not run"));
    }

    private static double of(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    @Override
    public void close() {
        looking.interrupt();
    }
}
