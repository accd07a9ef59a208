package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people preferred, judgment by judgment: the pairs of one comparison or ranking stay together.
 *
 * @param prompts every prompt of the train split once, whatever kind of row it is in
 * @param sha256 over all rows of the dataset, those of other kinds too
 */
public record Preferences(List<Group> train, List<Group> heldOut, List<DatasetPrompt> prompts, String sha256) {

    /** The distinct answers to one prompt, and which of them was preferred to which. */
    public record Group(DatasetPrompt prompt, List<String> answers, List<Pair> pairs) {}

    /**
     * @param better index of the preferred answer in the group
     * @param worse index of the other answer in the group
     * @param margin by which the better one should score higher
     */
    public record Pair(int better, int worse, double margin, double weight) {}

    public static Preferences read(Path file) {
        Map<String, List<DatasetRecord.Preference>> train = new LinkedHashMap<>();
        Map<String, List<DatasetRecord.Preference>> heldOut = new LinkedHashMap<>();
        Map<String, DatasetPrompt> prompts = new LinkedHashMap<>();
        String sha256 = DatasetRows.read(file, row -> {
            if (row instanceof DatasetRecord.Preference pair) {
                (pair.split() == Split.TRAIN ? train : heldOut)
                        .computeIfAbsent(pair.group(), group -> new ArrayList<>())
                        .add(pair);
            }
            if (row instanceof DatasetRecord.OfPrompt asked && row.split() == Split.TRAIN) {
                DatasetPrompt prompt = DatasetPrompt.of(asked);
                prompts.putIfAbsent(prompt.promptId(), prompt);
            }
        });
        if (train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "The dataset holds no comparison or ranking with a winner to train on; collect some and freeze again.");
        }
        return new Preferences(groups(train), groups(heldOut), List.copyOf(prompts.values()), sha256);
    }

    private static List<Group> groups(Map<String, List<DatasetRecord.Preference>> rows) {
        return rows.values().stream().map(Preferences::group).toList();
    }

    private static Group group(List<DatasetRecord.Preference> rows) {
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Pair> pairs = new ArrayList<>();
        for (DatasetRecord.Preference row : rows) {
            places.putIfAbsent(row.chosen(), places.size());
            places.putIfAbsent(row.rejected(), places.size());
            pairs.add(new Pair(
                    places.getOrDefault(row.chosen(), 0),
                    places.getOrDefault(row.rejected(), 0),
                    row.margin(),
                    row.weight()));
        }
        List<Message> prompt = rows.getFirst().prompt();
        return new Group(
                new DatasetPrompt(rows.getFirst().promptId(), prompt),
                List.copyOf(places.keySet()),
                List.copyOf(pairs));
    }
}
