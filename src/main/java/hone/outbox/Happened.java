package hone.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that other systems may want to know, fired in the transaction that makes it true. Observers store what they need in the
 * same transaction, so it is reported exactly when it has happened.
 *
 * @param type such as {@code judgment.accepted}
 * @param data ids and numbers, but no texts: those are for whoever may read them
 */
public record Happened(UUID project, String type, Map<String, ?> data, Instant at) {
    public static final String JUDGMENT_ACCEPTED = "judgment.accepted";
    public static final String JUDGMENT_WITHDRAWN = "judgment.withdrawn";
    public static final String LABELER_PAUSED = "labeler.paused";
    public static final String LABELER_PAUSE_LIFTED = "labeler.pause-lifted";
    public static final String IMPORT_FINISHED = "import.finished";
    public static final String DATASET_FROZEN = "dataset.frozen";
    public static final String RUN_STARTED = "run.started";
    public static final String RUN_FINISHED = "run.finished";
    public static final String MODEL_MADE_CURRENT = "model.made-current";
}
