package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.Consumer;

/**
 * Some rows of a dataset, which stay in its file and are parsed each time they are asked for: eight bytes of memory a row. Whoever wants
 * all of them takes {@link #forEach}, which opens the file once.
 */
final class StoredRows<R extends DatasetRecord.Row> extends AbstractList<R> implements RandomAccess {
    private final Path file;
    private final Class<R> shape;
    private final long[] places;

    /** @param places where in the file the rows' lines begin, ascending */
    StoredRows(Path file, Class<R> shape, long[] places) {
        this.file = file;
        this.shape = shape;
        this.places = places;
    }

    @Override
    public int size() {
        return places.length;
    }

    @Override
    public R get(int index) {
        try (DatasetLines lines = DatasetLines.open(file)) {
            return row(lines, places[index]);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void forEach(Consumer<? super R> action) {
        try (DatasetLines lines = DatasetLines.open(file)) {
            for (long place : places) {
                action.accept(row(lines, place));
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private R row(DatasetLines lines, long place) throws IOException {
        lines.moveTo(place);
        try {
            return shape.cast(Wire.read(lines.next().orElseThrow(StoredRows::changed), DatasetRecord.class));
        } catch (UnreadableMessage | ClassCastException e) {
            throw changed();
        }
    }

    private RunFailure failure(IOException e) {
        return Disk.failure("read the dataset " + file.getFileName(), e);
    }

    private static RunFailure changed() {
        return new RunFailure(
                "unreadable-dataset",
                "The dataset's file changed while it was read. Start the run again; nothing may write to its folder.");
    }
}
