package hone.trainer.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Explains a failed read or write. To whoever writes, a quota or a limit on file sizes is a full disk. */
public final class Disk {
    private Disk() {}

    /** The lines of a file that is read to its end; a device or a pipe may have no end. */
    public static BufferedReader lines(Path file) throws IOException {
        refuseOthersThanFiles(file);
        return Files.newBufferedReader(file);
    }

    /** The same, for reading at any place. */
    public static FileChannel open(Path file) throws IOException {
        refuseOthersThanFiles(file);
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private static void refuseOthersThanFiles(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is a folder, a device or a pipe and no file");
        }
    }

    public static RunFailure failure(String what, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left")
                || message.contains("Disk quota exceeded")
                || message.contains("File too large")) {
            return new RunFailure(
                    "disk-full", "The disk is full: could not " + what + ". Free some space and start again.", e);
        }
        if (e instanceof NoSuchFileException) {
            return new RunFailure("missing-file", "Could not " + what + ": there is no such file.", e);
        }
        if (e instanceof CharacterCodingException) {
            return new RunFailure("unreadable-dataset", "Could not " + what + ": it is no text in UTF-8.", e);
        }
        return new RunFailure("disk", "Could not " + what + ": " + message + ".", e);
    }
}
