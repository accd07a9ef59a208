package hone.supervisor;

import hone.contract.Job;
import hone.contract.RunCommand.RunCancelled;
import hone.contract.RunCommand.RunRequested;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run's state: what was requested, its data, its events, how far they were sent. Everything that matters is on the disk before
 * anybody is told.
 */
record RunFolder(Path path) {
    private static final String REQUEST = "request.json";
    private static final String CANCELLATION = "cancel.json";
    private static final String SENT = "sent";

    /** What stays when a finished run's data is removed. */
    static final List<String> KEPT_FOR_GOOD = List.of(REQUEST, CANCELLATION, EventLog.FILE, SENT, RunLock.FILE);

    static RunFolder of(Path runs, String runId) {
        return new RunFolder(runs.resolve(runId));
    }

    /** Every run that was ever accepted here. */
    static List<RunFolder> all(Path runs) throws IOException {
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> Files.exists(folder.resolve(REQUEST)))
                    .sorted()
                    .map(RunFolder::new)
                    .toList();
        }
    }

    String runId() {
        return String.valueOf(path.getFileName());
    }

    Optional<RunRequested> request() throws IOException {
        return read(REQUEST, RunRequested.class);
    }

    Optional<RunCancelled> cancellation() throws IOException {
        return read(CANCELLATION, RunCancelled.class);
    }

    void keep(RunRequested request) throws IOException {
        Files.createDirectories(path);
        DurableFile.replace(path.resolve(REQUEST), Wire.bytes(request));
        DurableFile.forceFolder(path.resolveSibling("."));
    }

    void keep(RunCancelled cancelled) throws IOException {
        DurableFile.replace(path.resolve(CANCELLATION), Wire.bytes(cancelled));
    }

    void keep(Job job) throws IOException {
        DurableFile.replace(job(), Wire.bytes(job));
    }

    Path job() {
        return path.resolve(Job.FILE);
    }

    /** The part of a job that every version writes. */
    record Begun(String folder) {}

    /** Who has begun the run, by the folder that its job names; empty if nobody has. */
    Optional<Begun> begun() throws IOException {
        return read(Job.FILE, Begun.class);
    }

    Path data() {
        return path.resolve("data.jsonl");
    }

    Path workerLog() {
        return path.resolve("worker.log");
    }

    EventLog events() {
        return new EventLog(path.resolve(EventLog.FILE), runId());
    }

    /** How many bytes of the events were sent. If that can't be read, nothing counts as sent: repetitions do no harm. */
    long sent() throws IOException {
        Path file = path.resolve(SENT);
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            long sent = Long.parseLong(Files.readString(file).strip());
            return sent <= size(events().file()) ? sent : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Not forced to the disk: a lost position only repeats events. */
    void sent(long position) throws IOException {
        Path part = path.resolve(SENT + ".part");
        Files.writeString(part, Long.toString(position), StandardCharsets.US_ASCII);
        Files.move(part, path.resolve(SENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** True when the last event was written and sent: nothing is left to do. */
    boolean finished() throws IOException {
        return sent() > 0
                && sent() == size(events().file())
                && events().story().end().isPresent();
    }

    private <T> Optional<T> read(String name, Class<T> shape) throws IOException {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Wire.read(Files.readAllBytes(file), shape));
        } catch (UnreadableMessage e) {
            throw new IOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
