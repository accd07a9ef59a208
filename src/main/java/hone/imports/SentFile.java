package hone.imports;

import hone.web.Invalid;
import hone.web.TempFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that was sent, as a file of our own until it is closed: a body that breaks off or is too large changes nothing.
 *
 * @param keeper who removes it
 */
record SentFile(Path path, long bytes, Keeper keeper) implements AutoCloseable {
    private enum Keeper {
        /** We do, when it is closed. */
        US,
        /** It is not ours to remove. */
        OTHERS
    }

    /** One that lies where it lies. */
    static SentFile ofOurs(Path file) throws IOException {
        return new SentFile(file, Files.size(file), Keeper.OTHERS);
    }

    /** Takes over a file that the server has received already. */
    static SentFile uploaded(Path file, long bytes, long bytesMax) throws IOException {
        if (bytes > bytesMax) {
            throw tooLarge(bytesMax);
        }
        return new SentFile(Files.move(file, own(), StandardCopyOption.REPLACE_EXISTING), bytes, Keeper.US);
    }

    private static Invalid tooLarge(long bytesMax) {
        return Invalid.field(
                "file",
                "The file is larger than " + (bytesMax >> 20)
                        + " MB. Nothing was imported: split it and send the parts.");
    }

    static SentFile received(InputStream body, long bytesMax) throws IOException {
        Path own = own();
        try (InputStream in = body;
                var out = Files.newOutputStream(own)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > bytesMax) {
                    throw tooLarge(bytesMax);
                }
                out.write(buffer, 0, n);
            }
            if (size == 0) {
                throw Invalid.field("file", "The body is empty. Send the file as the body of the request.");
            }
            return new SentFile(own, size, Keeper.US);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(own);
            throw e;
        }
    }

    private static Path own() throws IOException {
        return TempFiles.create(".jsonl");
    }

    @Override
    public void close() throws IOException {
        if (keeper == Keeper.US) {
            Files.deleteIfExists(path);
        }
    }

    /** The same file for somebody who only reads it. */
    SentFile shared() {
        return new SentFile(path, bytes, Keeper.OTHERS);
    }
}
