package hone.run;

import java.time.Instant;
import java.util.Optional;

/** The state of a run, derived here from its row, so that the list, its page and its round can't disagree. */
public enum RunState {
    /** The trainer has not started. */
    WAITING("Waiting", "line", "now"),
    /** The trainer is at work. */
    RUNNING("Training", "info dot live", "now"),
    /** It was asked to end and has not confirmed yet. */
    CANCELLING("Ending", "warn dot", "now"),
    SUCCEEDED("Done", "good dot", "done"),
    FAILED("Failed", "bad dot", "bad"),
    CANCELLED("Cancelled", "line", "warn");

    private final String label;
    private final String tone;
    private final String mark;

    RunState(String label, String tone, String mark) {
        this.label = label;
        this.tone = tone;
        this.mark = mark;
    }

    public static RunState of(Optional<Outcome> outcome, Optional<Instant> cancelAskedAt, Optional<Instant> startedAt) {
        if (outcome.isPresent()) {
            return switch (outcome.get()) {
                case SUCCEEDED -> SUCCEEDED;
                case FAILED -> FAILED;
                case CANCELLED -> CANCELLED;
            };
        }
        if (cancelAskedAt.isPresent()) {
            return CANCELLING;
        }
        return startedAt.isPresent() ? RUNNING : WAITING;
    }

    /** What a run of this stage is called in this state. */
    public String label(Stage stage) {
        if (this != RUNNING || stage.trains()) {
            return label;
        }
        return stage.isScoring() ? "Scoring" : "Sampling";
    }

    /** The classes of its badge. */
    public String tone() {
        return tone;
    }

    /** The class of its line in a timeline. */
    public String mark() {
        return mark;
    }

    public boolean running() {
        return this == RUNNING;
    }

    public boolean cancelling() {
        return this == CANCELLING;
    }

    public boolean failed() {
        return this == FAILED;
    }

    public boolean cancelled() {
        return this == CANCELLED;
    }

    public boolean finished() {
        return switch (this) {
            case WAITING, RUNNING, CANCELLING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
