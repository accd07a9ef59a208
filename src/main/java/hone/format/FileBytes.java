package hone.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a file of text as UTF-8, unpacked on the way, without a byte order mark; it knows how far it is. What is plainly no
 * such file is refused before anything is read.
 */
final class FileBytes implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST = ONES << 7;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long RETURNS = ONES * '\r';

    private final Counted file;
    private final InputStream in;
    private final List<String> remarks;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long line = 1;
    private boolean afterReturn;

    private FileBytes(Counted file, InputStream in, List<String> remarks) {
        this.file = file;
        this.in = in;
        this.remarks = remarks;
    }

    static FileBytes of(Unpacked unpacked) throws IOException {
        List<String> remarks = new ArrayList<>();
        InputStream text = Encoding.asUtf8(unpacked.stream(), remarks);
        FileBytes bytes = new FileBytes(unpacked.file(), text, remarks);
        bytes.fill();
        return bytes;
    }

    /**
     * A file as it lies on the disk, unpacked where it is packed.
     *
     * @param stream can be marked
     */
    record Unpacked(Counted file, InputStream stream, boolean packed) {
        static Unpacked of(InputStream stream) throws IOException {
            Counted file = new Counted(stream);
            BufferedInputStream in = new BufferedInputStream(file, BUFFER_BYTES);
            if (!Magic.isGzip(Magic.peek(in))) {
                return new Unpacked(file, in, false);
            }
            try {
                InputStream guarded = new Growth(new GZIPInputStream(in, BUFFER_BYTES), file);
                BufferedInputStream unpacked = new BufferedInputStream(guarded, BUFFER_BYTES);
                if (Magic.isGzip(Magic.peek(unpacked))) {
                    throw new UnreadableFile("it is packed twice; unpack it once and send it again");
                }
                return new Unpacked(file, unpacked, true);
            } catch (EOFException | ZipException e) {
                throw damaged(e);
            }
        }
    }

    private static UnreadableFile damaged(IOException cause) {
        return new UnreadableFile("the packed file is damaged or was cut off", cause);
    }

    /** What stands at the place where it is, as far as it is in memory, without taking it. */
    byte[] peekAll() {
        byte[] start = new byte[end - at];
        System.arraycopy(buffer, at, start, 0, start.length);
        return start;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = 0;
        try {
            // As much as there is room for, so that a look at the start of a file sees the same however it comes in.
            end = Math.max(0, in.readNBytes(buffer, 0, buffer.length));
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
        return end > 0;
    }

    /** The next byte; -1 at the end. */
    int read() throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        byte b = buffer[at++];
        if (b == '\n') {
            line += afterReturn ? 0 : 1;
        } else if (b == '\r') {
            line++;
        }
        afterReturn = b == '\r';
        return b & 0xff;
    }

    /** The next byte without taking it; -1 at the end. */
    int peek() throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        return buffer[at] & 0xff;
    }

    /**
     * The bytes up to the end of the line, which is taken and not given: a line feed, a carriage return, or both.
     *
     * @return false at the end of the file
     */
    boolean readLine(RowBytes into) throws IOException {
        if (at == end && !fill()) {
            return false;
        }
        while (true) {
            int from = at;
            at = lineEnd();
            into.add(buffer, from, at - from);
            if (at < end) {
                line++;
                if (buffer[at++] == '\r' && peek() == '\n') {
                    at++;
                }
                return true;
            }
            if (!fill()) {
                return true;
            }
        }
    }

    /** Where the line ends, or what is in memory: eight bytes at a time, since each byte of a file is looked at here. */
    private int lineEnd() {
        int i = at;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long eight = (long) EIGHT.get(buffer, i);
            long ends = zeros(eight ^ LINE_FEEDS) | zeros(eight ^ RETURNS);
            if (ends != 0) {
                return i + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
        }
        while (i < end && buffer[i] != '\n' && buffer[i] != '\r') {
            i++;
        }
        return i;
    }

    /** The lowest bit that is set is the highest of the first byte that is zero. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGHEST;
    }

    /** The line in which the next byte stands, from 1. */
    long line() {
        return line;
    }

    /** How much of the file as it was sent has been read. */
    long bytesRead() {
        return file.count;
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Counts what is read of a file. */
    static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }

    /** Ends a file that grows a thousandfold when it is unpacked: somebody wants to fill a memory or a disk. */
    private static final class Growth extends FilterInputStream {
        private final Counted packed;
        private long unpacked;

        Growth(InputStream in, Counted packed) {
            super(in);
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            return b < 0 ? b : grown(1, b);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            return n < 0 ? n : grown(n, n);
        }

        private int grown(int bytes, int result) throws IOException {
            unpacked += bytes;
            if (unpacked > Limits.UNPACKED_FREELY_BYTES && unpacked > packed.count * Limits.UNPACKED_TIMES_MAX) {
                throw new UnreadableFile("unpacked, it is more than " + Limits.UNPACKED_TIMES_MAX
                        + " times as large as it was sent; unpack it yourself and look at it");
            }
            return result;
        }
    }
}
