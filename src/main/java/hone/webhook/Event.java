package hone.webhook;

import hone.kind.WorkKind;
import hone.outbox.Happened;
import hone.web.Described;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that webhooks are told of.
 *
 * @param example of its data, beside the project
 * @param optional which of these fields may be absent
 */
public record Event(String name, String about, Map<String, Object> example, Set<String> optional) {
    private static final String ID = "0199b7e0-3f2a-7c4f-8f6e-2a9d1b7c3e55";
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static final List<Event> ALL = List.of(
            of(
                    Happened.JUDGMENT_ACCEPTED,
                    "a judgment was accepted",
                    "judgmentId",
                    ID,
                    "taskId",
                    ID,
                    "promptId",
                    ID,
                    "kind",
                    WorkKind.COMPARISON.wireName(),
                    "labelerId",
                    ID,
                    "simulated",
                    false),
            of(
                    Happened.JUDGMENT_WITHDRAWN,
                    "a judgment was undone, taken out by a reviewer, or deleted on request",
                    "judgmentId",
                    ID,
                    "taskId",
                    ID,
                    "promptId",
                    ID),
            of(
                            Happened.LABELER_PAUSED,
                            "a labeler is handed no new work, by a rule or by an admin",
                            "labelerId",
                            ID,
                            "pauseId",
                            ID,
                            "by",
                            "rule",
                            "rule",
                            "agreement",
                            "share",
                            0.4,
                            "of",
                            120,
                            "percent",
                            60,
                            "marked",
                            120)
                    .with(Set.of("rule", "share", "of", "percent", "marked")),
            of(Happened.LABELER_PAUSE_LIFTED, "a labeler is handed work again", "labelerId", ID, "pauseId", ID),
            of(
                    Happened.IMPORT_FINISHED,
                    "a file was read to its end, or reading it ended early",
                    "importId",
                    ID,
                    "state",
                    "read",
                    "format",
                    "prompts",
                    "dryRun",
                    false,
                    "linesRead",
                    1280,
                    "promptsNew",
                    1200,
                    "answersNew",
                    2400,
                    "judgmentsNew",
                    1180,
                    "documentsNew",
                    0,
                    "tasksNew",
                    40,
                    "skipped",
                    0,
                    "refused",
                    3),
            of(
                    Happened.DATASET_FROZEN,
                    "a dataset was frozen",
                    "datasetId",
                    ID,
                    "number",
                    4,
                    "rows",
                    1280,
                    "sha256",
                    HASH),
            of(
                            Happened.RUN_FINISHED,
                            "a training run has succeeded, failed or been cancelled",
                            "runId",
                            ID,
                            "number",
                            7,
                            "stage",
                            "sft",
                            "outcome",
                            "succeeded",
                            "reason",
                            "Cancelled.",
                            "model",
                            "kind-endings-sft-3")
                    .with(Set.of("reason", "model")),
            of(
                    Happened.MODEL_MADE_CURRENT,
                    "another model was made current",
                    "modelId",
                    ID,
                    "name",
                    "kind-endings-sft-3",
                    "sha256",
                    HASH,
                    "why",
                    "Wins 64 of 100 against the one before."));

    private static Event of(String name, String about, Object... example) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (int i = 0; i < example.length; i += 2) {
            data.put((String) example[i], example[i + 1]);
        }
        return new Event(name, about, data, Set.of());
    }

    private Event with(Set<String> absentAtTimes) {
        return new Event(name, about, example, absentAtTimes);
    }

    /** For lists to choose from. */
    public Described described() {
        return new Described(name, about);
    }
}
