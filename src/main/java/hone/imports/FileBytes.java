package hone.imports;

import hone.web.Invalid;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a file of text, unpacked on the way, without a byte order mark; it knows how far it is. What is plainly no such
 * file is refused before anything is read.
 */
final class FileBytes implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    /** White space before the first sign is looked through that far. */
    private static final int PEEK_BYTES = 4096;

    private final Counted file;
    private final InputStream in;
    private long unpacked;
    private int line = 1;

    private FileBytes(Counted file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static FileBytes of(InputStream stream) throws IOException {
        Counted file = new Counted(stream);
        BufferedInputStream in = new BufferedInputStream(file, BUFFER_BYTES);
        byte[] start = peek(in, 2);
        boolean packed = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
        BufferedInputStream text = packed ? new BufferedInputStream(new GZIPInputStream(in), BUFFER_BYTES) : in;
        refuseWhatIsNoText(peek(text, 4));
        byte[] mark = peek(text, 3);
        if (mark.length == 3 && mark[0] == (byte) 0xef && mark[1] == (byte) 0xbb && mark[2] == (byte) 0xbf) {
            text.skipNBytes(3);
        }
        return new FileBytes(file, text);
    }

    private static byte[] peek(InputStream in, int count) throws IOException {
        in.mark(count);
        byte[] bytes = in.readNBytes(count);
        in.reset();
        return bytes;
    }

    private static void refuseWhatIsNoText(byte[] start) {
        String magic = new String(start, StandardCharsets.ISO_8859_1);
        if (magic.startsWith("PK\3\4")) {
            throw Invalid.field(
                    "file", "This is a zip archive. Nothing was imported: unpack it and send the file in it.");
        }
        if (magic.equals("PAR1")) {
            throw Invalid.field(
                    "file",
                    "This is a Parquet file. Nothing was imported: save its rows as JSON lines and send those.");
        }
        if (magic.startsWith("\u00ff\u00fe") || magic.startsWith("\u00fe\u00ff")) {
            throw Invalid.field(
                    "file", "This file is UTF-16. Nothing was imported: save it as UTF-8 and send it again.");
        }
    }

    /** The first byte that is no white space, without taking it; -1 when there is none near. */
    int firstSign() throws IOException {
        for (byte b : peek(in, PEEK_BYTES)) {
            if (!Character.isWhitespace(b)) {
                return b;
            }
        }
        return -1;
    }

    /** The next byte; -1 at the end. */
    int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            return b;
        }
        unpacked++;
        if (unpacked > ImportLimits.UNPACKED_BYTES_MAX) {
            throw new IOException("unpacked, it is larger than " + (ImportLimits.UNPACKED_BYTES_MAX >> 20) + " MB");
        }
        if (b == '\n') {
            line++;
        }
        return b;
    }

    /** The next byte without taking it; -1 at the end. */
    int peek() throws IOException {
        in.mark(1);
        int b = in.read();
        in.reset();
        return b;
    }

    /** The line in which the next byte stands, from 1. */
    int line() {
        return line;
    }

    /** How much of the file as it was sent has been read. */
    long read(long all) {
        return all == 0 ? file.count : Math.min(file.count, all);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class Counted extends FilterInputStream {
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
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
