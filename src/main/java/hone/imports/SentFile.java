package hone.imports;

import hone.web.Invalid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that was sent, as a file of our own until it is closed: a body that breaks off or is too large changes nothing. */
record SentFile(Path path, long bytes) implements AutoCloseable {
    private static final String TOO_LARGE = "The file is larger than " + (ImportLimits.FILE_BYTES_MAX >> 20)
            + " MB. Nothing was imported: split it and send the parts.";

    /** Takes over a file that the server has received already. */
    static SentFile uploaded(Path file, long bytes) throws IOException {
        if (bytes > ImportLimits.FILE_BYTES_MAX) {
            throw Invalid.field("file", TOO_LARGE);
        }
        return new SentFile(Files.move(file, own(), StandardCopyOption.REPLACE_EXISTING), bytes);
    }

    static SentFile received(InputStream body) throws IOException {
        Path own = own();
        try (InputStream in = body;
                var out = Files.newOutputStream(own)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > ImportLimits.FILE_BYTES_MAX) {
                    throw Invalid.field("file", TOO_LARGE);
                }
                out.write(buffer, 0, n);
            }
            if (size == 0) {
                throw Invalid.field("file", "The body is empty. Send the file as the body of the request.");
            }
            return new SentFile(own, size);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(own);
            throw e;
        }
    }

    private static Path own() throws IOException {
        return Files.createTempFile("hone-import", ".jsonl");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
