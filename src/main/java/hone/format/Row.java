package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** A row of a file, before anybody knows what it means. */
public sealed interface Row {
    /** The line in the file, the element of the array, the record of the table: from 1. */
    long number();

    /** What it takes of memory and of the file, about. */
    int bytes();

    /**
     * The row as it can be written into a file of refused rows, mended there and sent again: the line itself, or the columns of a
     * table as JSON. It is computed when asked for.
     */
    String asWritten();

    /**
     * A row with named fields.
     *
     * @param textOnly it comes from a table that knows nothing but text, so a number or a list may stand in one
     */
    record Named(long number, int bytes, ObjectNode fields, boolean textOnly, Supplier<String> written) implements Row {
        @Override
        public String asWritten() {
            return written.get();
        }
    }

    /** A row that is no object in the first place: unreadable, too long, not JSON. */
    record Broken(long number, int bytes, RefusedRow why, Supplier<String> written) implements Row {
        @Override
        public String asWritten() {
            return written.get();
        }
    }
}
