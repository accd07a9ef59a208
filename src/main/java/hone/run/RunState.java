package hone.run;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Where a run is: derived here from what its row holds, so that the list, its page and its round can't disagree. */
public enum RunState {
    /** The trainer has not begun. */
    WAITING,
    /** The trainer is at work. */
    RUNNING,
    /** It was asked to end and has not answered yet. */
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

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

    /** As messages and templates name it: {@code running}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean finished() {
        return switch (this) {
            case WAITING, RUNNING, CANCELLING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
