package hone.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip file that is written while it is sent. Its entries have no time, so the same content is the same bytes. */
final class Archive implements AutoCloseable {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;

    /** @param level how tightly it is packed, as {@link java.util.zip.Deflater} counts */
    Archive(OutputStream out, int level) {
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(level);
    }

    /** Writes the content of one entry. */
    @FunctionalInterface
    interface Content {
        void to(OutputStream entry) throws IOException, InterruptedException;
    }

    void entry(String name, Content content) throws IOException, InterruptedException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        content.to(new Entry(zip));
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Whoever writes an entry may close it, as if it were a file of its own. */
    private static final class Entry extends FilterOutputStream {
        Entry(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] content, int offset, int length) throws IOException {
            out.write(content, offset, length);
        }

        @Override
        public void close() {}
    }
}
