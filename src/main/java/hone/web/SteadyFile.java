package hone.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A large file that goes to the disk while it is written. Left to the system it would lie in memory for half a minute and then go out
 * at once, and every commit of the database on the same disk would wait behind it.
 */
public final class SteadyFile extends FilterOutputStream {
    private static final int PIECE_BYTES = 4 << 20;

    private final FileChannel file;
    private int sinceForced;

    private SteadyFile(FileChannel file) {
        super(Channels.newOutputStream(file));
        this.file = file;
    }

    /** Writes an empty file that is there. */
    public static SteadyFile over(Path file) throws IOException {
        return to(FileChannel.open(file, StandardOpenOption.WRITE));
    }

    /** Writes where a channel stands, and closes it in the end. */
    public static SteadyFile to(FileChannel file) {
        return new SteadyFile(file);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        wrote(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        wrote(length);
    }

    private void wrote(int bytes) throws IOException {
        sinceForced += bytes;
        if (sinceForced >= PIECE_BYTES) {
            sinceForced = 0;
            file.force(false);
        }
    }
}
