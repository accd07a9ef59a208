package hone.supervisor;

import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run's {@code events.jsonl}. The worker appends to it while it lives; the supervisor only while there is no worker, so there
 * is one writer at a time and sequences have no gaps.
 */
final class EventLog {
    static final String FILE = "events.jsonl";

    private final Path file;
    private final String runId;

    EventLog(Path file, String runId) {
        this.file = file;
        this.runId = runId;
    }

    /** Creates an event from what only the log knows. */
    interface Draft {
        RunEvent at(String runId, long sequence, Instant now);
    }

    /**
     * What the log says so far.
     *
     * @param lastSequence 0 if nothing was reported yet
     * @param checkpoint the last one
     * @param end the event that ended the run
     */
    record Story(long lastSequence, Optional<RunEvent.CheckpointSaved> checkpoint, Optional<RunEvent> end) {
        Optional<String> lastGoodCheckpoint() {
            return checkpoint.map(RunEvent.CheckpointSaved::sha256);
        }

        /** The sequence of the last checkpoint: it grows with all progress that survives a crash. */
        long progress() {
            return checkpoint.map(RunEvent.CheckpointSaved::sequence).orElse(0L);
        }

        private Story and(RunEvent event) {
            return new Story(
                    Math.max(lastSequence, event.sequence()),
                    event instanceof RunEvent.CheckpointSaved saved ? Optional.of(saved) : checkpoint,
                    event.last() ? Optional.of(event) : end);
        }
    }

    Path file() {
        return file;
    }

    /** Lines that are not events are skipped here; the relay reports them. */
    Story story() throws IOException {
        Story story = new Story(0, Optional.empty(), Optional.empty());
        LineTail tail = new LineTail(file, 0);
        for (List<LineTail.Line> lines = tail.next(); !lines.isEmpty(); lines = tail.next()) {
            for (LineTail.Line line : lines) {
                try {
                    story = story.and(Wire.read(line.bytes(), RunEvent.class));
                } catch (UnreadableMessage e) {
                    // the relay reports it
                }
            }
        }
        return story;
    }

    /** Appends an event, which is on the disk when this returns. A torn last line of a worker that died is cut off first. */
    RunEvent append(Draft draft) throws IOException {
        RunEvent event = draft.at(runId, story().lastSequence() + 1, Instant.now());
        write(Wire.write(event) + "\n");
        return event;
    }

    /** Appends events that have their sequences; they are on the disk when this returns. */
    void append(List<RunEvent> events) throws IOException {
        if (events.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(Wire.write(event)).append('\n'));
        write(lines.toString());
    }

    private void write(String lines) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long whole = wholeLines();
            channel.truncate(whole);
            channel.position(whole);
            DurableFile.writeAll(channel, lines.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
    }

    private long wholeLines() throws IOException {
        LineTail tail = new LineTail(file, 0);
        while (!tail.next().isEmpty()) {
            // only the position counts
        }
        return tail.position();
    }
}
