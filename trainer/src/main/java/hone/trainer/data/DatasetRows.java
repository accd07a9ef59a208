package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.RowHash;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The rows of a frozen dataset, as JSON lines in order of position. */
final class DatasetRows {
    private DatasetRows() {}

    /** Passes every row to the reader and returns the sha256 over all of them. */
    static String read(Path file, Consumer<DatasetRecord.Row> reader) {
        RowHash hash = new RowHash();
        try (BufferedReader lines = Disk.lines(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Wire.read(line, DatasetRecord.class) instanceof DatasetRecord.Row row) {
                    hash.add(row);
                    reader.accept(row);
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
        return hash.finish();
    }
}
