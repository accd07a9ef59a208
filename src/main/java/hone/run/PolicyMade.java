package hone.run;

import java.util.UUID;

/** A run has made a policy; fired in the transaction that stores it. */
public record PolicyMade(UUID project, UUID model, UUID run) {}
