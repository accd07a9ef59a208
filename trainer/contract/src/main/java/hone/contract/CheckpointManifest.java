package hone.contract;

import java.util.List;
import java.util.Optional;

/**
 * {@code manifest.json} of a checkpoint, written last. Its own sha256 is the checkpoint's name and address: the folder
 * {@code $HONE_MODELS/<sha256>}. It holds no time, so that the same weights from the same run are the same checkpoint.
 *
 * @param format 1; a higher number is refused
 * @param steps of the run in all; a checkpoint with {@code step == steps} is the finished model
 * @param machine processor and library versions; a resumed run is bit-equal only on the same
 */
public record CheckpointManifest(
        int format,
        String runId,
        String stage,
        long step,
        long steps,
        long seed,
        Optional<Recipe> recipe,
        Optional<String> parent,
        Optional<String> dataset,
        String machine,
        int threads,
        List<FileHash> files) {
    public static final int FORMAT = 1;
    public static final String FILE = "manifest.json";

    public CheckpointManifest {
        if (format != FORMAT) {
            throw new UnreadableMessage("this checkpoint has format " + format + ", this version reads " + FORMAT);
        }
        Check.id("runId", runId);
        Check.text("stage", stage);
        Check.notNegative("step", step);
        Check.require(step <= steps, "step", step, "the run has only " + steps + " steps");
        parent.ifPresent(sha256 -> Check.sha256("parent", sha256));
        dataset.ifPresent(sha256 -> Check.sha256("dataset", sha256));
        Check.positive("threads", threads);
        files = List.copyOf(files);
    }

    /** One file of a checkpoint. */
    public record FileHash(String name, long bytes, String sha256) {
        public FileHash {
            Check.id("name", name);
            Check.notNegative("bytes", bytes);
            Check.sha256("sha256", sha256);
        }
    }
}
