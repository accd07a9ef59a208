package hone.devstack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A part of the stack ended, or did not respond in time, while it was being started. */
public final class ServerDidNotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ServerDidNotStart(String name, String what, Path log) {
        this(name, what, log, null);
    }

    public ServerDidNotStart(String name, String what, Path log, @Nullable Throwable cause) {
        super("%s did not start: %s. Its log: %s".formatted(name, what, log), cause);
    }
}
