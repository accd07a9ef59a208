package hone.review;

import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import java.util.Optional;
import java.util.UUID;

/** Decides which judgments wait for a reviewer. It knows nothing of the database, and chance is the judgment's own id. */
final class Chosen {
    /** So many judgments of a kind in a project, and a person is no longer new to it. */
    static final int NEW_UNTIL = 20;

    /** Knuth's multiplicative hash: neighbouring ids end far apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Chosen() {}

    /**
     * What is known of a judgment when it is made.
     *
     * @param returned whether a reviewer has returned this person's judgment of the same task before
     * @param judgedBefore how many of this kind its author has judged in the project, counted to {@link #NEW_UNTIL}
     * @param fast whether it took much less time than reading takes
     * @param disagrees whether it contradicts a standing judgment of the same task
     * @param unexpected whether the reward model was sure of the opposite
     */
    record Known(
            UUID judgment, boolean returned, long judgedBefore, boolean fast, boolean disagrees, boolean unexpected) {}

    static Optional<ReviewCause> by(ReviewRule rule, Known known) {
        if (rule.policy() != ReviewPolicy.NONE && known.returned()) {
            return Optional.of(ReviewCause.RETURNED);
        }
        return switch (rule.policy()) {
            case NONE -> Optional.empty();
            case ALL -> Optional.of(ReviewCause.EVERY);
            case SAMPLE ->
                percentile(known.judgment()) < rule.percent() ? Optional.of(ReviewCause.SAMPLED) : Optional.empty();
            case UNCERTAIN -> uncertain(known);
        };
    }

    private static Optional<ReviewCause> uncertain(Known known) {
        if (known.disagrees()) {
            return Optional.of(ReviewCause.DISAGREEMENT);
        }
        if (known.fast()) {
            return Optional.of(ReviewCause.FAST);
        }
        if (known.unexpected()) {
            return Optional.of(ReviewCause.UNEXPECTED);
        }
        return known.judgedBefore() < NEW_UNTIL ? Optional.of(ReviewCause.NEW_LABELER) : Optional.empty();
    }

    /** From 0 to 99, the same each time. */
    static int percentile(UUID judgment) {
        long mixed = (judgment.getMostSignificantBits() ^ judgment.getLeastSignificantBits()) * SPREAD;
        return (int) ((mixed >>> 33) % 100);
    }
}
