package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a policy is asked while it learns: the dataset's rows that are prompts alone, or, when it has none on the train side,
 * every prompt of the train side, each once. Held-out prompts are chosen likewise, to look at and never to learn from.
 *
 * @param sha256 over all rows of the dataset
 */
public record AskedPrompts(List<AskedPrompt> train, List<AskedPrompt> heldOut, String sha256) {
    public static AskedPrompts read(Path file) {
        Sides alone = new Sides(new LinkedHashMap<>(), new LinkedHashMap<>());
        Sides all = new Sides(new LinkedHashMap<>(), new LinkedHashMap<>());
        String sha256 = DatasetRows.read(file, row -> {
            all.add(row);
            if (row instanceof DatasetRecord.PromptOnly) {
                alone.add(row);
            }
        });
        if (all.train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset", "The dataset holds no prompt to train with; collect some and freeze again.");
        }
        return new AskedPrompts(
                List.copyOf((alone.train.isEmpty() ? all : alone).train.values()),
                List.copyOf((alone.heldOut.isEmpty() ? all : alone).heldOut.values()),
                sha256);
    }

    private record Sides(Map<String, AskedPrompt> train, Map<String, AskedPrompt> heldOut) {
        void add(DatasetRecord.Row row) {
            AskedPrompt prompt = AskedPrompt.of(row);
            (row.split() == Split.TRAIN ? train : heldOut).putIfAbsent(prompt.promptId(), prompt);
        }
    }
}
