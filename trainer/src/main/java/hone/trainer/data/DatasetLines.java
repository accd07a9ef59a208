package hone.trainer.data;

import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a dataset and where in its file each begins, so that a line can be read again later. */
final class DatasetLines implements Closeable {
    /** No row is near as long: it arrives in a record of one megabyte at most. */
    private static final int LINE_BYTES_MAX = 1 << 24;

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long bufferBegin;

    private DatasetLines(FileChannel channel) {
        this.channel = channel;
    }

    static DatasetLines open(Path file) throws IOException {
        return new DatasetLines(Disk.open(file));
    }

    /** Where the next line begins, in bytes. */
    long place() {
        return bufferBegin + buffer.position();
    }

    /** The next line is the one that begins there. */
    void moveTo(long place) {
        long inBuffer = place - bufferBegin;
        if (inBuffer >= 0 && inBuffer <= buffer.limit()) {
            buffer.position((int) inBuffer);
        } else {
            bufferBegin = place;
            buffer.position(0).limit(0);
        }
    }

    /** Without its line feed; empty at the end of the file. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 10);
        boolean began = false;
        while (buffer.hasRemaining() || refill()) {
            began = true;
            int from = buffer.position();
            int at = from;
            while (at < buffer.limit() && buffer.get(at) != '\n') {
                at++;
            }
            line.write(buffer.array(), from, at - from);
            if (at < buffer.limit()) {
                buffer.position(at + 1);
                return Optional.of(line.toByteArray());
            }
            buffer.position(at);
            if (line.size() > LINE_BYTES_MAX) {
                throw new RunFailure(
                        "unreadable-dataset",
                        "A row of the dataset is longer than " + (LINE_BYTES_MAX >> 20)
                                + " MB. A dataset has one row a line.");
            }
        }
        return began ? Optional.of(line.toByteArray()) : Optional.empty();
    }

    private boolean refill() throws IOException {
        bufferBegin += buffer.limit();
        buffer.clear();
        int read = channel.read(buffer, bufferBegin);
        buffer.flip();
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
