package hone.format;

import java.io.IOException;

/** A file that can't be read, or not to its end. The message is a sentence for whoever sent it, without its full stop. */
public final class UnreadableFile extends IOException {
    private static final long serialVersionUID = 1;

    public UnreadableFile(String message) {
        super(message);
    }

    public UnreadableFile(String message, Throwable cause) {
        super(message, cause);
    }
}
