package hone.devstack;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Holds one child JVM at a time, which can be started, watched, ended and started again. */
public final class OneJvm {

    private volatile @Nullable ChildJvm running;
    private volatile OptionalInt exitCode = OptionalInt.empty();

    /** How to tell that a child responds. */
    public interface Answering {
        void await(ChildJvm child) throws InterruptedException;
    }

    /** Starts a child and returns when it responds; one that does not is kept, so that closing ends it. */
    public void start(ChildJvm.Command command, Answering answering) throws IOException, InterruptedException {
        exitCode = OptionalInt.empty();
        ChildJvm child = command.start();
        running = child;
        answering.await(child);
    }

    public boolean isAlive() {
        ChildJvm child = running;
        return child != null && child.isAlive();
    }

    public OptionalLong pid() {
        ChildJvm child = running;
        return child == null ? OptionalLong.empty() : OptionalLong.of(child.pid());
    }

    /** Of a child that exited by itself, until the next one is started. */
    public OptionalInt exitCode() {
        ChildJvm child = running;
        return child == null ? exitCode : child.exitCode();
    }

    public void close() {
        ChildJvm child = running;
        exitCode = exitCode();
        running = null;
        if (child != null) {
            child.close();
        }
    }
}
