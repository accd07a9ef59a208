package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.RowHash;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of a frozen dataset, as JSON lines in order of position. */
final class DatasetRows {
    private DatasetRows() {}

    /** Takes a row and the place in the file where its line begins. */
    interface Reader {
        void accept(DatasetRecord.Row row, long place);
    }

    /** Passes every row to the reader and returns the sha256 over all of them. */
    static String read(Path file, Consumer<DatasetRecord.Row> reader) {
        return readPlaces(file, (row, place) -> reader.accept(row));
    }

    /** The same for a reader who comes back to some rows. */
    static String readPlaces(Path file, Reader reader) {
        RowHash hash = new RowHash();
        try (DatasetLines lines = DatasetLines.open(file)) {
            long place = lines.place();
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (Wire.read(line.get(), DatasetRecord.class) instanceof DatasetRecord.Row row) {
                    hash.add(row);
                    reader.accept(row, place);
                }
                place = lines.place();
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
