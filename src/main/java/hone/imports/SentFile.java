package hone.imports;

import hone.web.Invalid;
import hone.web.TempFiles;
import hone.web.Typed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded file, kept as a file of our own until it is closed: a body that breaks off or is too large changes nothing.
 *
 * @param keeper who removes it
 */
public record SentFile(Path path, long bytes, Keeper keeper) implements AutoCloseable {
    enum Keeper {
        /** We do, on closing. */
        US,
        /** It is not ours to remove. */
        OTHERS
    }

    /** An existing file, which stays where it is. */
    static SentFile ofOurs(Path file) throws IOException {
        return new SentFile(file, Files.size(file), Keeper.OTHERS);
    }

    /** Takes over a file that the server has already received. */
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

    public static SentFile received(InputStream body, long bytesMax) throws IOException {
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

    /** The last part of what somebody calls it, as it is shown. */
    public static String name(@Nullable String given) {
        String name = Typed.line(given);
        return name.isEmpty()
                ? "import.jsonl"
                : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
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
