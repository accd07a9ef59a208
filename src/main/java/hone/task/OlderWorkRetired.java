package hone.task;

import java.util.Optional;
import java.util.UUID;

/**
 * An admin has closed the work about answers of models that this one, the current one, has replaced. Fired outside of any
 * transaction, since there may be much to close.
 */
public record OlderWorkRetired(UUID project, UUID current, Optional<UUID> by) {}
