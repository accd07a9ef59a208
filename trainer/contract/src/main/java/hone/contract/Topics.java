package hone.contract;

import java.util.List;

/** The four topics, and the one for what can't be read. A prefix lets several Hones share one cluster. */
public record Topics(String prefix) {
    /** Keyed by prompt id: {@link JudgmentEvent}, kept forever. */
    public String judgments() {
        return prefix + "judgments";
    }

    /** Keyed by dataset id: {@link DatasetRecord}s of one freezing in one transaction, kept forever. */
    public String datasets() {
        return prefix + "datasets";
    }

    /** Keyed by run id: {@link RunCommand}, kept 90 days. */
    public String runs() {
        return prefix + "runs";
    }

    /** Keyed by run id: {@link RunEvent}, kept 90 days. */
    public String runEvents() {
        return prefix + "run-events";
    }

    /** What could not be read, with the reason in the header {@code hone_reason}. */
    public String deadLetters() {
        return prefix + "dead-letters";
    }

    public List<String> all() {
        return List.of(judgments(), datasets(), runs(), runEvents(), deadLetters());
    }
}
