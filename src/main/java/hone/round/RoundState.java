package hone.round;

import hone.run.Outcome;
import java.util.Optional;

/** The state of a round, derived here so that the list and its page can't disagree. */
public enum RoundState {
    /** Its stages are taken one after another. */
    RUNNING("Running", "info dot live", "now"),
    SUCCEEDED("Done", "good dot", "done"),
    FAILED("Failed", "bad dot", "bad"),
    /** Somebody stopped it, or cancelled one of its runs. */
    CANCELLED("Stopped", "warn dot", "warn");

    private final String label;
    private final String tone;
    private final String mark;

    RoundState(String label, String tone, String mark) {
        this.label = label;
        this.tone = tone;
        this.mark = mark;
    }

    public static RoundState of(Optional<Outcome> outcome) {
        return outcome.map(ended -> switch (ended) {
                    case SUCCEEDED -> SUCCEEDED;
                    case FAILED -> FAILED;
                    case CANCELLED -> CANCELLED;
                })
                .orElse(RUNNING);
    }

    public String label() {
        return label;
    }

    /** The classes of its badge. */
    public String tone() {
        return tone;
    }

    /** The class of its line in a timeline. */
    public String mark() {
        return mark;
    }
}
