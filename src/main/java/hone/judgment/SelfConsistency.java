package hone.judgment;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** How one person's two decisions about the same two answers compare. */
enum SelfConsistency {
    /** Both prefer the same answer, or neither does. */
    SAME,
    /** They prefer different answers. With sides swapped, that is the same side twice. */
    OPPOSITE,
    /** Only one of them prefers an answer. */
    TIE;

    static SelfConsistency of(Verdict first, Verdict second) {
        Optional<UUID> before = preferred(first);
        Optional<UUID> now = preferred(second);
        if (before.equals(now)) {
            return SAME;
        }
        return before.isPresent() && now.isPresent() ? OPPOSITE : TIE;
    }

    private static Optional<UUID> preferred(Verdict verdict) {
        return verdict instanceof Verdict.Preferred preferred ? Optional.of(preferred.chosen()) : Optional.empty();
    }

    /** As in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
