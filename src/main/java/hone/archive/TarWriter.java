package hone.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A tar that is written while it is sent. Its entries have no time and no owner, so the same files are the same bytes. */
public final class TarWriter {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES_MAX = 100;
    private static final int FOLDER_BYTES_MAX = 155;
    /** The most that twelve bytes of octal digits say; larger numbers stand there as they are. */
    private static final long OCTAL_MAX = 1L << 33;

    private final OutputStream out;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes the content of one file, all of it. */
    @FunctionalInterface
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    /** How long a tar of files of these sizes is. */
    public static long bytes(Iterable<Long> sizes) {
        long sum = 2 * BLOCK;
        for (long size : sizes) {
            sum += BLOCK + size + padding(size);
        }
        return sum;
    }

    public void file(String name, long bytes, Content content) throws IOException {
        // The folder stands in a field of its own, since both together may be longer than a name may be.
        int slash = name.lastIndexOf('/');
        byte[] folder = name.substring(0, Math.max(0, slash)).getBytes(StandardCharsets.UTF_8);
        byte[] named = name.substring(slash + 1).getBytes(StandardCharsets.UTF_8);
        if (named.length > NAME_BYTES_MAX || folder.length > FOLDER_BYTES_MAX) {
            throw new IllegalArgumentException("too long for a name in a tar: " + name);
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(folder, 0, header, 345, folder.length);
        System.arraycopy(named, 0, header, 0, named.length);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        putSize(header, bytes);
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, "%06o".formatted(sum));
        header[155] = ' ';
        out.write(header);
        content.to(out);
        out.write(new byte[padding(bytes)]);
    }

    public void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static void putSize(byte[] header, long bytes) {
        if (bytes < OCTAL_MAX) {
            put(header, 124, "%011o".formatted(bytes));
            return;
        }
        header[124] = (byte) 0x80;
        for (int i = 0; i < Long.BYTES; i++) {
            header[135 - i] = (byte) (bytes >> 8 * i);
        }
    }

    private static int padding(long bytes) {
        return (int) ((BLOCK - bytes % BLOCK) % BLOCK);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
