package hone.trainer.checkpoint;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Dies like {@code kill -9} at the n-th write of checkpoints if the system property {@code hone.halt-at-write} is set, so that a
 * test can prove that a crash at any write does no harm. Without the property it does nothing.
 */
final class CrashPoint {
    private static final int HALT_AT = Integer.getInteger("hone.halt-at-write", 0);
    private static final AtomicInteger WRITES = new AtomicInteger();

    private CrashPoint() {}

    /** To be called after each write. */
    static void reached() {
        if (HALT_AT > 0 && WRITES.incrementAndGet() == HALT_AT) {
            Runtime.getRuntime().halt(137);
        }
    }
}
