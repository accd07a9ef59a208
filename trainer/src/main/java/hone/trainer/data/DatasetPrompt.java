package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import java.util.List;

/** A prompt of a dataset, whatever kind of row it stands in. */
public record DatasetPrompt(String promptId, List<Message> messages) {
    public static DatasetPrompt of(DatasetRecord.Row row) {
        return switch (row) {
            case DatasetRecord.Demonstration demonstration ->
                new DatasetPrompt(demonstration.promptId(), demonstration.prompt());
            case DatasetRecord.Preference preference -> new DatasetPrompt(preference.promptId(), preference.prompt());
            case DatasetRecord.PromptOnly prompt -> new DatasetPrompt(prompt.promptId(), prompt.prompt());
        };
    }
}
