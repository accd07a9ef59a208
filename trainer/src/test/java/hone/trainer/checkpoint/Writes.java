package hone.trainer.checkpoint;

/** What happens at each write of a checkpoint in this process. */
public final class Writes {
    private Writes() {}

    /** @param action called by the thread that writes */
    public static void each(Runnable action) {
        CrashPoint.whenReached(action);
    }
}
