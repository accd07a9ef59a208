package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.RowHash;
import hone.contract.Split;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
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

    /** Reads JSON lines; rows of other kinds are counted in the hash and otherwise passed over. */
    public static Demonstrations read(Path file) {
        List<DatasetRecord.Demonstration> train = new ArrayList<>();
        List<DatasetRecord.Demonstration> heldOut = new ArrayList<>();
        RowHash hash = new RowHash();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                DatasetRecord record = Wire.read(line, DatasetRecord.class);
                if (record instanceof DatasetRecord.Row row) {
                    hash.add(row);
                }
                if (record instanceof DatasetRecord.Demonstration demonstration) {
                    (demonstration.split() == Split.TRAIN ? train : heldOut).add(demonstration);
                }
            }
        } catch (IOException e) {
            throw Disk.failure("read the dataset " + file.getFileName(), e);
        } catch (UnreadableMessage e) {
            throw new RunFailure(
                    "unreadable-dataset",
                    "Row " + hash.rows() + " of the dataset can't be used: " + e.getMessage() + ". Publish it again.",
                    e);
        }
        if (train.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "The dataset holds no demonstration or correction to train on; collect some and freeze again.");
        }
        return new Demonstrations(List.copyOf(train), List.copyOf(heldOut), hash.finish());
    }
}
