package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One way of the field to write rows, for writing. {@link WrittenFormats} has them all. */
public interface WrittenFormat {
    String name();

    String label();

    /** The containers it is read from by those who know the format, the usual one first. */
    List<Container> containers();

    /** What of a project it has rows for; only that needs to be read. */
    enum Contents {
        CONVERSATIONS,
        TEXTS,
        BOTH;

        public boolean conversations() {
            return this != TEXTS;
        }

        public boolean texts() {
            return this != CONVERSATIONS;
        }
    }

    default Contents contents() {
        return Contents.CONVERSATIONS;
    }

    /** The columns, which a table needs before its first row. */
    Columns columns();

    /** What this format holds of no item, as sentences for the report of an export. */
    List<String> cannotHold();

    /**
     * The rows of an item: none when the format can't hold it, several when it takes a row for each pair.
     *
     * @param losses is told what of this item is not in its rows
     */
    List<ObjectNode> rows(Item item, Losses losses);
}
