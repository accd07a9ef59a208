package hone.conversation;

import java.util.List;
import java.util.UUID;

/**
 * Prompts are new, or have new answers: work can be made of them. Fired synchronously, in the transaction that wrote the rows, so
 * that an observer's rows stand or fall with them.
 *
 * @param importId the import that brought them
 */
public record PromptsReady(UUID projectId, List<Ready> prompts, UUID importId) {
    public PromptsReady {
        prompts = List.copyOf(prompts);
    }

    public record Ready(UUID id, String sha256) {}
}
