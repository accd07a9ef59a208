package hone.score;

import java.util.List;
import java.util.UUID;

/** A reward model has scored answers; fired in the transaction that stores the scores. */
public record ScoresStored(UUID project, List<UUID> answers) {}
