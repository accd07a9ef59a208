package hone.conversation;

import java.util.UUID;

/** Fired in the transaction that adds a prompt with all of its answers: whoever makes work of it may begin. */
public record PromptReady(UUID projectId, UUID promptId, UUID importId) {}
