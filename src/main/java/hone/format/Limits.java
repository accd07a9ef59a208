package hone.format;

import hone.web.TextLimits;

/**
 * What is read of a file. A frozen row holds a conversation and two answers and must fit one Kafka record of 1 MiB, so what could
 * not is refused here: 256 KiB for the conversation and 160 KiB for each answer, as UTF-8.
 */
public final class Limits {
    /** A longer row is refused and skipped to its end. */
    public static final int ROW_BYTES_MAX = 16 << 20;

    public static final int MESSAGES_MAX = 100;
    public static final int CHARACTERS_MAX = TextLimits.IMPORTED;
    public static final int CONVERSATION_BYTES_MAX = 256 << 10;
    public static final int ANSWER_BYTES_MAX = 160 << 10;
    public static final int ANSWERS_MAX = 20;
    public static final int NAME_CHARACTERS_MAX = 200;
    public static final double TEMPERATURE_MAX = 100;

    /** A text to pre-train on, as JSON; it must fit a record as well. */
    public static final int PLAIN_TEXT_BYTES_MAX = 900 << 10;

    /** Why somebody decided so. */
    static final int REASON_CHARACTERS_MAX = TextLimits.RATIONALE;

    /** Rows of a group, such as the messages of a tree. */
    static final int GROUP_ROWS_MAX = 2_000;

    /** What the rows of a group may hold together. */
    static final long GROUP_BYTES_MAX = 32L << 20;

    /** Who makes a file larger than this by packing it a thousandfold means no good. */
    static final long UNPACKED_TIMES_MAX = 300;

    /** A packed file may grow to this whatever its ratio, so that small files of blanks are no matter. */
    static final long UNPACKED_FREELY_BYTES = 64L << 20;

    /** Columns of a table. */
    static final int COLUMNS_MAX = 1_000;

    /** Names of fields that a sentence shows. */
    static final int SHOWN_NAME_MAX = 60;

    private Limits() {}
}
