package hone.task;

import hone.kind.WorkKind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A task before it is stored.
 *
 * @param asked how many people are asked
 * @param part of those of its kind that its origin asks for about the prompt, from 1
 * @param model whose answers are judged
 * @param answers in their order
 */
record PlannedTask(
        UUID id,
        UUID prompt,
        WorkKind kind,
        int asked,
        int part,
        int priority,
        Optional<UUID> model,
        List<UUID> answers) {
    PlannedTask {
        answers = List.copyOf(answers);
    }
}
