package hone.imports;

import java.util.UUID;

/**
 * What holds for all stretches of a file.
 *
 * @param id of its import
 * @param defaultModel the model of answers that have a seed but name no model
 */
record OneFile(UUID id, String defaultModel, SeenPrompts seen, Expected expected) {
    static OneFile of(UUID id, String defaultModel) {
        return new OneFile(id, defaultModel, new SeenPrompts(), new Expected());
    }
}
