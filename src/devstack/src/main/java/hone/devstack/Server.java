package hone.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One part of a stack: it can be started, watched, restarted after a crash, and ended. */
public interface Server extends AutoCloseable {

    /** The name used in messages and for the log file, such as {@code postgres}. */
    String name();

    /** Starts the part and returns when it responds. Throws {@link ServerDidNotStart}, which names its log. */
    void start() throws IOException, InterruptedException;

    /** Whether its process is running. */
    boolean isAlive();

    /** The process id for the system's own tools; empty before the start. */
    OptionalLong pid();

    /** How its process exited, if it did so by itself; empty before and while it runs. */
    OptionalInt exitCode();

    /** The file that receives what the part prints. */
    Path log();

    /** Ends the part and waits until it has ended; does nothing if it is not running. */
    @Override
    void close();
}
