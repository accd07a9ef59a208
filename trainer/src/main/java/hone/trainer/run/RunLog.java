package hone.trainer.run;

import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The run's events, one JSON line each, in {@code events.jsonl}. A line counts once it is appended and forced to the disk. A
 * worker that died while writing leaves a torn last line: it is cut off when the log is opened again, and its sequence number is
 * reused. The file is locked while the log is open, so two workers never write to it at the same time. Of processes that train together
 * only the first one writes.
 */
public final class RunLog implements AutoCloseable {
    public static final String FILE = "events.jsonl";

    private final Optional<FileChannel> channel;
    private final String runId;
    private long sequence;
    private Optional<SecondPart> second = Optional.empty();
    private boolean ended;

    private RunLog(Optional<FileChannel> channel, String runId) {
        this.channel = channel;
        this.runId = runId;
    }

    /** Another worker is running this run. */
    public static final class InUse extends RuntimeException {
        private static final long serialVersionUID = 1;

        InUse() {
            super("another worker is at this run; it is left alone");
        }
    }

    /** Creates an event from what only the log knows. */
    public interface Draft {
        RunEvent at(String runId, long sequence, Instant now);
    }

    /** @param earlier receives every complete event that is there already, in order */
    public static RunLog open(Path folder, String runId, Consumer<RunEvent> earlier) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(FILE);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RunLog log = new RunLog(Optional.of(channel), runId);
            if (channel.tryLock() == null) {
                log.close();
                throw new InUse();
            }
            log.readAgain(channel, earlier);
            return log;
        } catch (IOException e) {
            throw Disk.failure("write " + FILE + " in the run's folder", e);
        }
    }

    /**
     * The log of a process whose events another one writes: what is appended here goes nowhere. Nothing may be written while this reads.
     *
     * @param earlier receives every event that is there already; none if that process writes somewhere else
     */
    static RunLog ofAnotherProcess(Path folder, String runId, Consumer<RunEvent> earlier) {
        try {
            if (Files.exists(folder.resolve(FILE))) {
                read(folder).forEach(earlier);
            }
            return new RunLog(Optional.empty(), runId);
        } catch (IOException e) {
            throw Disk.failure("read " + FILE + " in the run's folder", e);
        }
    }

    /** By the locked channel: closing any other descriptor of the file would release this process's lock on it. */
    private void readAgain(FileChannel channel, Consumer<RunEvent> earlier) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (text.hasRemaining() && channel.read(text) >= 0) {
            // a read may end before the buffer is full
        }
        byte[] all = text.array();
        int from = 0;
        for (int i = 0; i < text.position(); i++) {
            if (all[i] == '\n') {
                RunEvent event = read(new String(all, from, i - from, StandardCharsets.UTF_8));
                sequence = event.sequence();
                ended |= event.last();
                earlier.accept(event);
                from = i + 1;
            }
        }
        channel.truncate(from);
        channel.position(from);
    }

    private static RunEvent read(String line) {
        try {
            return Wire.read(line, RunEvent.class);
        } catch (UnreadableMessage e) {
            throw new RunFailure(
                    "bad-folder", "The run's " + FILE + " holds a line that is no event; move the folder away.", e);
        }
    }

    /** True if the last event ends the run. */
    public boolean ended() {
        return ended;
    }

    /** What is appended from now on is the second part of the run. */
    public void goOn(SecondPart part) {
        second = Optional.of(part);
    }

    /** Appends the next event and forces it to the disk. */
    public void append(Draft draft) {
        if (channel.isEmpty()) {
            return;
        }
        RunEvent drafted = draft.at(runId, sequence + 1, Instant.now());
        Optional<RunEvent> told = second.isPresent() ? second.get().of(drafted) : Optional.of(drafted);
        told.ifPresent(event -> write(channel.get(), event));
    }

    private void write(FileChannel channel, RunEvent event) {
        try {
            ByteBuffer line = ByteBuffer.wrap((Wire.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            throw Disk.failure("write " + FILE + " in the run's folder", e);
        }
        sequence++;
        ended = event.last();
    }

    /** All complete events of a folder, without locking it. */
    public static List<RunEvent> read(Path folder) throws IOException {
        try (var lines = Files.lines(folder.resolve(FILE))) {
            return lines.map(RunLog::read).toList();
        }
    }

    @Override
    public void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            throw Disk.failure("close " + FILE, e);
        }
    }
}
