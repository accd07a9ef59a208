package hone.trainer.run;

import java.io.IOException;

/** What a failed read or write means to a person. */
public final class Disk {
    private Disk() {}

    public static RunFailure failure(String what, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("Disk quota exceeded")) {
            return new RunFailure(
                    "disk-full", "The disk is full: could not " + what + ". Free some space and start again.", e);
        }
        return new RunFailure("disk", "Could not " + what + ": " + message + ".", e);
    }
}
