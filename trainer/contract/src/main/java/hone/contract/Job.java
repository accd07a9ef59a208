package hone.contract;

import java.util.Optional;

/**
 * What one worker is started with ({@code job.json}), and what {@code ./hone train} reads. Paths are relative to the file
 * that holds the job, or absolute. The worker appends its {@link RunEvent}s to {@code events.jsonl} in {@code folder}.
 *
 * @param data rows of a frozen dataset as JSON lines of {@link DatasetRecord.Row}, or plain text for pretraining (one document
 *     a paragraph, separated by a blank line); absent for Generate
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

    public Job {
        Check.id("runId", runId);
        Check.text("model", model);
        Check.text("folder", folder);
        Check.text("models", models);
        Check.positive("threads", threads);
    }
}
