package hone.model;

import java.util.Optional;
import java.util.UUID;

/** A model was made current; fired in the same transaction, so that its consequences happen with it or not at all. */
public record ModelMadeCurrent(UUID project, UUID model, Optional<UUID> by) {}
