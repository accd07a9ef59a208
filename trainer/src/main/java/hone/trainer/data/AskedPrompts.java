package hone.trainer.data;

import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a policy is asked while it learns: every prompt of the train side, whatever row it stands in, each once. Held-out prompts
 * are looked at and never learned from.
 *
 * @param sha256 over all rows of the dataset
 */
public record AskedPrompts(List<AskedPrompt> train, List<AskedPrompt> heldOut, String sha256) {
    public static AskedPrompts read(Path file) {
        Map<String, AskedPrompt> train = new LinkedHashMap<>();
        Map<String, AskedPrompt> heldOut = new LinkedHashMap<>();
        String sha256 = DatasetRows.read(file, row -> {
            AskedPrompt prompt = AskedPrompt.of(row);
            (row.split() == Split.TRAIN ? train : heldOut).putIfAbsent(prompt.promptId(), prompt);
        });
        if (train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset", "The dataset holds no prompt to train with; collect some and freeze again.");
        }
        return new AskedPrompts(List.copyOf(train.values()), List.copyOf(heldOut.values()), sha256);
    }
}
