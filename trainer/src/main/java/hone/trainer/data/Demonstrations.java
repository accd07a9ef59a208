package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Split;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The demonstrations of a frozen dataset, in order of position. They stay in its file, however many there are.
 *
 * @param sha256 over all rows of the dataset, those of other kinds too
 */
public record Demonstrations(
        List<DatasetRecord.Demonstration> train, List<DatasetRecord.Demonstration> heldOut, String sha256) {

    /** Reads JSON lines; rows of other kinds are included in the hash and otherwise ignored. */
    public static Demonstrations read(Path file) {
        LongStream.Builder train = LongStream.builder();
        LongStream.Builder heldOut = LongStream.builder();
        String sha256 = DatasetRows.readPlaces(file, (row, place) -> {
            if (row instanceof DatasetRecord.Demonstration) {
                (row.split() == Split.TRAIN ? train : heldOut).accept(place);
            }
        });
        List<DatasetRecord.Demonstration> learned = stored(file, train);
        if (learned.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "The dataset holds no demonstration or correction to train on; collect some and freeze again.");
        }
        return new Demonstrations(learned, stored(file, heldOut), sha256);
    }

    /** Of those to train on the ones that a caller wants; maybe none. */
    public static List<DatasetRecord.Demonstration> trainedOn(
            Path file, Predicate<DatasetRecord.Demonstration> wanted) {
        LongStream.Builder places = LongStream.builder();
        DatasetRows.readPlaces(file, (row, place) -> {
            if (row instanceof DatasetRecord.Demonstration one && one.split() == Split.TRAIN && wanted.test(one)) {
                places.accept(place);
            }
        });
        return stored(file, places);
    }

    private static List<DatasetRecord.Demonstration> stored(Path file, LongStream.Builder places) {
        return new StoredRows<>(
                file, DatasetRecord.Demonstration.class, places.build().toArray());
    }

    /**
     * Rows that a run has made from a dataset, next to what people wrote on its held-out side.
     *
     * @param own JSON lines, all of the train side
     */
    public static Demonstrations madeFrom(Path dataset, Path own) {
        LongStream.Builder heldOut = LongStream.builder();
        String sha256 = DatasetRows.readPlaces(dataset, (row, place) -> {
            if (row instanceof DatasetRecord.Demonstration && row.split() == Split.HELD_OUT) {
                heldOut.accept(place);
            }
        });
        return new Demonstrations(read(own).train, stored(dataset, heldOut), sha256);
    }
}
