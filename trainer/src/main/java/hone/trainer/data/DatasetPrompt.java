package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import java.util.List;

/** A prompt of a dataset, whatever kind of row it is in. */
public record DatasetPrompt(String promptId, List<Message> messages) {
    public static DatasetPrompt of(DatasetRecord.OfPrompt row) {
        return new DatasetPrompt(row.promptId(), row.prompt());
    }
}
