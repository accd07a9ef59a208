package hone.model;

import java.util.Optional;
import java.util.UUID;

/** A model was made current; told in the same transaction, so that what follows from it happens with it or not at all. */
public record ModelMadeCurrent(UUID project, UUID model, Optional<UUID> by) {}
