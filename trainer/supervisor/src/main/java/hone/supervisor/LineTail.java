package hone.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the complete lines of a file that another process appends to; a last line without its line feed does not count yet. */
final class LineTail {
    /** One read; a longer line grows it, up to {@link #LINE_BYTES_MAX}. */
    private static final int BLOCK_BYTES = 1 << 20;

    private static final int LINE_BYTES_MAX = 64 << 20;

    private final Path file;
    private long position;

    /** @param position where a line begins */
    LineTail(Path file, long position) {
        this.file = file;
        this.position = position;
    }

    /** @param end the position after the line and its line feed */
    record Line(byte[] bytes, long end) {}

    /** The next lines, about a block of them; empty if there is no further complete line. */
    List<Line> next() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int bytes = BLOCK_BYTES; ; bytes *= 2) {
                byte[] block = read(channel, bytes);
                List<Line> lines = split(block);
                if (!lines.isEmpty()) {
                    position = lines.getLast().end();
                    return lines;
                }
                if (block.length < bytes) {
                    return List.of();
                }
                if (bytes >= LINE_BYTES_MAX) {
                    throw new IOException(file + " holds a line of more than " + LINE_BYTES_MAX + " bytes");
                }
            }
        }
    }

    /** After the last line that was returned. */
    long position() {
        return position;
    }

    private byte[] read(FileChannel channel, int bytes) throws IOException {
        long there = Math.max(0, channel.size() - position);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(bytes, there));
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // the file may be shorter than it was a moment ago
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private List<Line> split(byte[] block) {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < block.length; i++) {
            if (block[i] == '\n') {
                lines.add(new Line(Arrays.copyOfRange(block, from, i), position + i + 1));
                from = i + 1;
            }
        }
        return lines;
    }
}
