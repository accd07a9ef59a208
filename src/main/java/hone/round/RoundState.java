package hone.round;

import hone.run.Outcome;
import java.util.Locale;
import java.util.Optional;

/** Where a round is: derived here, so that the list and its page can't disagree. */
public enum RoundState {
    /** Its stages are taken one after another. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Somebody stopped it, or ended one of its runs. */
    CANCELLED;

    public static RoundState of(Optional<Outcome> outcome) {
        return outcome.map(ended -> switch (ended) {
                    case SUCCEEDED -> SUCCEEDED;
                    case FAILED -> FAILED;
                    case CANCELLED -> CANCELLED;
                })
                .orElse(RUNNING);
    }

    /** As messages and templates name it: {@code running}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
