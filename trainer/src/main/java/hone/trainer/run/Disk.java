package hone.trainer.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** What a failed read or write means to a person. A quota or a limit on file sizes is a full disk to the one who writes. */
public final class Disk {
    private Disk() {}

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
        return new RunFailure("disk", "Could not " + what + ": " + message + ".", e);
    }
}
