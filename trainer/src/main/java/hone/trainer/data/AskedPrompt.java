package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import java.util.List;

/** A prompt of a dataset, whatever kind of row it stands in. */
public record AskedPrompt(String promptId, List<Message> messages) {
    public static AskedPrompt of(DatasetRecord.Row row) {
        return switch (row) {
            case DatasetRecord.Demonstration demonstration ->
                new AskedPrompt(demonstration.promptId(), demonstration.prompt());
            case DatasetRecord.Preference preference -> new AskedPrompt(preference.promptId(), preference.prompt());
            case DatasetRecord.PromptOnly prompt -> new AskedPrompt(prompt.promptId(), prompt.prompt());
        };
    }
}
