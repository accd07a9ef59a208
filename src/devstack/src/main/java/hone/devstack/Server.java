package hone.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One part of a stack: it can be started, watched, started again after it died, and ended. */
public interface Server extends AutoCloseable {

    /** The name used in messages and for the log file, such as {@code postgres}. */
    String name();

    /** Starts the part and returns when it answers. Throws {@link ServerDidNotStart} with its log named. */
    void start() throws IOException, InterruptedException;

    /** Whether its process runs. */
    boolean isAlive();

    /** The process to look at in the system's own tools; empty before the start. */
    OptionalLong pid();

    /** How its process exited, if it did so on its own; empty before and while it runs. */
    OptionalInt exitCode();

    /** The file that receives what the part prints. */
    Path log();

    /** Ends the part and waits for its end; does nothing when it does not run. */
    @Override
    void close();
}
