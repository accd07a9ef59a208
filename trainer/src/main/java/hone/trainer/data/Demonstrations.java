package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The demonstrations of a frozen dataset, in order of position.
 *
 * @param sha256 over all rows of the dataset, those of other kinds too
 */
public record Demonstrations(
        List<DatasetRecord.Demonstration> train, List<DatasetRecord.Demonstration> heldOut, String sha256) {

    /** Reads JSON lines; rows of other kinds are included in the hash and otherwise ignored. */
    public static Demonstrations read(Path file) {
        List<DatasetRecord.Demonstration> train = new ArrayList<>();
        List<DatasetRecord.Demonstration> heldOut = new ArrayList<>();
        String sha256 = DatasetRows.read(file, row -> {
            if (row instanceof DatasetRecord.Demonstration demonstration) {
                (demonstration.split() == Split.TRAIN ? train : heldOut).add(demonstration);
            }
        });
        if (train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "The dataset holds no demonstration or correction to train on; collect some and freeze again.");
        }
        return new Demonstrations(List.copyOf(train), List.copyOf(heldOut), sha256);
    }

    /**
     * Rows that a run has made from a dataset, next to what people wrote on its held-out side.
     *
     * @param own JSON lines, all of the train side
     */
    public static Demonstrations madeFrom(Path dataset, Path own) {
        List<DatasetRecord.Demonstration> heldOut = new ArrayList<>();
        String sha256 = DatasetRows.read(dataset, row -> {
            if (row instanceof DatasetRecord.Demonstration written && written.split() == Split.HELD_OUT) {
                heldOut.add(written);
            }
        });
        return new Demonstrations(read(own).train, List.copyOf(heldOut), sha256);
    }
}
