package hone.task;

import java.util.Optional;
import java.util.UUID;

/**
 * Nobody shall be asked any more about answers of models that this one, the current one, has replaced. Told outside of any
 * transaction: there may be much to close.
 */
public record OlderWorkRetired(UUID project, UUID current, Optional<UUID> by) {}
