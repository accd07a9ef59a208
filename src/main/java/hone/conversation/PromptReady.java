package hone.conversation;

import java.util.UUID;

/**
 * A prompt is new, or has new answers: work can be made of it. Fired synchronously, in the transaction that wrote the rows, so
 * that an observer's rows stand or fall with them.
 *
 * @param importId the import that brought it
 */
public record PromptReady(UUID projectId, UUID promptId, UUID importId) {}
