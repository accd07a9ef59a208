package hone.contract;

import java.util.Optional;

/**
 * What one worker is started with ({@code job.json}), and what {@code ./hone train} reads. Paths are relative to the file
 * that holds the job, or absolute. The worker appends its {@link RunEvent}s to {@code events.jsonl} in {@code folder}.
 *
 * @param data rows of a frozen dataset as JSON lines of {@link DatasetRecord.Row}; for pretraining those of its documents
 *     count, or the file is plain text (one document a paragraph, separated by a blank line); absent for Generate and Score
 * @param model a Hugging Face directory or a checkpoint to start from
 * @param folder the run's folder: events.jsonl, checkpoints in progress
 * @param models where checkpoints go, each in a folder named by its manifest's sha256
 */
public record Job(
        String runId,
        Recipe recipe,
        Optional<String> data,
        String model,
        Optional<String> modelVersionId,
        Optional<String> reward,
        String folder,
        String models,
        long seed,
        int threads) {
    public static final String FILE = "job.json";

    private static final int THREADS_MAX = 256;

    public Job {
        Check.id("runId", runId);
        data.ifPresent(path -> Check.path("data", path));
        Check.path("model", model);
        reward.ifPresent(path -> Check.path("reward", path));
        Check.path("folder", folder);
        Check.path("models", models);
        Check.within("threads", threads, THREADS_MAX);
    }

    /** Whether it can name a run; read where the whole job can't be. */
    public static boolean isRunId(String text) {
        return Check.isId(text);
    }

    public static boolean isPath(String text) {
        return Check.isPath(text);
    }
}
