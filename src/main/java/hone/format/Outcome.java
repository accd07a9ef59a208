package hone.format;

import java.util.List;
import java.util.Set;

/** What became of a row. */
public sealed interface Outcome {
    /** The row as it came. */
    Row row();

    /**
     * It was taken.
     *
     * @param items none when its content came with another row of its group
     * @param remarks what is worth knowing although it was taken
     * @param kept fields that mean nothing here and are kept as metadata
     * @param leftOut fields that hold nothing, or say nothing that is kept
     */
    record Taken(Row row, List<Item> items, List<String> remarks, Set<String> kept, Set<String> leftOut)
            implements Outcome {}

    /** It was not taken. */
    record Refused(Row row, RefusedRow why) implements Outcome {}
}
