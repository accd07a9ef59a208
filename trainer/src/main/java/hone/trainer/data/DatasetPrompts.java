package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The prompts that a policy is trained on: every prompt of the train split once, whatever kind of row it came from. Held-out
 * prompts are evaluated on, never trained on.
 *
 * @param sha256 over all rows of the dataset
 */
public record DatasetPrompts(List<DatasetPrompt> train, List<DatasetPrompt> heldOut, String sha256) {
    public static DatasetPrompts read(Path file) {
        Map<String, DatasetPrompt> train = new LinkedHashMap<>();
        Map<String, DatasetPrompt> heldOut = new LinkedHashMap<>();
        String sha256 = DatasetRows.read(file, row -> {
            if (row instanceof DatasetRecord.OfPrompt asked) {
                DatasetPrompt prompt = DatasetPrompt.of(asked);
                (row.split() == Split.TRAIN ? train : heldOut).putIfAbsent(prompt.promptId(), prompt);
            }
        });
        if (train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset", "The dataset holds no prompt to train with; collect some and freeze again.");
        }
        return new DatasetPrompts(List.copyOf(train.values()), List.copyOf(heldOut.values()), sha256);
    }
}
