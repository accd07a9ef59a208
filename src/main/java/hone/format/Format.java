package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** One way of the field to write rows, for reading. {@link Formats} has them all and finds the one of a file. */
public interface Format {
    /** What settings and commands call it: {@code trl-preference}. */
    String name();

    /** What people call it: TRL preferences. */
    String label();

    /** The fields it takes, each with what becomes of it, in the order in which a page should show them. */
    Map<String, String> fields();

    Match match(ObjectNode row);

    /**
     * What a row means. Whatever is asked of {@code row} counts as taken; what nobody asked for is looked at afterwards, so that
     * nothing vanishes.
     *
     * @throws RefusedRow naming the field
     */
    List<Item> read(RowFields row);

    /** A format in which several rows that follow one another are read together. */
    interface Grouped extends Format {
        /** Rows with the same one belong together. */
        String groupOf(ObjectNode row);

        /**
         * @param rows of one group, those among them that are refused by themselves already left out
         * @throws RefusedRow refuses all of them
         */
        List<Item> read(List<RowFields> rows);

        @Override
        default List<Item> read(RowFields row) {
            return read(List.of(row));
        }
    }
}
