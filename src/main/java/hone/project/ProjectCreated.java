package hone.project;

import java.util.UUID;

/** A project is there, in the transaction that is still open: what belongs to every project can be written beside it. */
public record ProjectCreated(UUID projectId, String guidelineSet) {}
