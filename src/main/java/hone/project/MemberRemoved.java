package hone.project;

import java.util.UUID;

/** A person left a project, in the transaction that is still open: what they hold can go back to the others. */
public record MemberRemoved(UUID projectId, UUID labelerId) {}
