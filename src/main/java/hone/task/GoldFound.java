package hone.task;

import hone.evaluation.Share;
import hone.kind.WorkKind;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Says how often somebody found gold. Answers belong to a package above this one. */
public interface GoldFound {
    /** Somebody, in one kind of work of a project. */
    record Whose(UUID project, WorkKind kind, UUID labeler) {}

    /**
     * Of the newest {@link GoldMinimum#NEWEST} answers that can't be undone any more: what follows from the others would tell which
     * of them were right.
     *
     * @param after answers before that don't count
     */
    Optional<Share> newest(Whose whose, Instant after);
}
