package hone.trainer.run;

/** The run was asked to stop and has saved its state; the next worker resumes. */
public final class RunPaused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RunPaused(long step) {
        super("stopped after step " + step + "; the next start goes on from there");
    }
}
