package hone.pause;

import hone.evaluation.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A person is handed no new work in one project until it is lifted.
 *
 * @param marked judgments that a reviewer is asked about because of it
 * @param appeals oldest first
 */
public record Pause(UUID id, Person person, Why why, Instant at, int marked, Optional<End> end, List<Appeal> appeals) {
    public record Person(UUID id, String username, String name, boolean simulated) {}

    public sealed interface Why {
        /** @param percent the bound at that time */
        record ByRule(PauseRule rule, Share measured, int percent) implements Why {
            public long sharePercent() {
                return Pause.percent(measured.share());
            }

            public long lowPercent() {
                return Pause.percent(measured.interval().low());
            }

            public long highPercent() {
                return Pause.percent(measured.interval().high());
            }

            /** As a count, where it is one. */
            public long times() {
                return Math.round(measured.share() * measured.of());
            }
        }

        /** @param reason for the person to read */
        record ByHand(String admin, String reason) implements Why {}
    }

    /** @param note for the person to read; may be empty */
    public record End(String admin, Instant at, String note) {}

    /** @param decision empty while it waits */
    public record Appeal(String text, Instant at, Optional<Decision> decision) {}

    /** @param reply may be empty where the pause was lifted */
    public record Decision(String admin, Instant at, String reply) {}

    public boolean isActive() {
        return end.isEmpty();
    }

    public boolean isWaiting() {
        return appeals.stream().anyMatch(appeal -> appeal.decision().isEmpty());
    }

    /** A person may answer, but one answer waits at a time, and not for ever. */
    public boolean isAnswerable() {
        return isActive() && !isWaiting() && appeals.size() < AnswerPause.APPEALS_MAX;
    }

    public Optional<Why.ByRule> rule() {
        return why instanceof Why.ByRule rule ? Optional.of(rule) : Optional.empty();
    }

    public Optional<Why.ByHand> hand() {
        return why instanceof Why.ByHand hand ? Optional.of(hand) : Optional.empty();
    }

    private static long percent(double share) {
        return Math.round(100 * share);
    }
}
