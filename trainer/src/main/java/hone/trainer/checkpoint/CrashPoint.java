package hone.trainer.checkpoint;

/**
 * Where a worker may die: after each write of a checkpoint. Nothing happens here, unless a test has put something in its place to
 * prove that a crash at any write does no harm.
 */
final class CrashPoint {
    private static volatile Runnable action = () -> {};

    private CrashPoint() {}

    /** To be called after each write, by the thread that writes. */
    static void reached() {
        action.run();
    }

    static void whenReached(Runnable instead) {
        action = instead;
    }
}
