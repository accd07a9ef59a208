package hone.conversation;

import hone.web.TextLimits;

/**
 * What an import may bring. A frozen row holds a conversation and two answers and must fit one Kafka record of 1 MiB, so a row
 * that could not is refused here: 256 KiB for the conversation and 160 KiB for each answer, as UTF-8.
 */
final class ImportLimits {
    static final long FILE_BYTES_MAX = 50L << 20;
    /** A compressed file may grow to this. */
    static final long UNPACKED_BYTES_MAX = 200L << 20;

    static final int ROW_BYTES_MAX = 1 << 20;
    static final int MESSAGES_MAX = 100;
    static final int CHARACTERS_MAX = TextLimits.IMPORTED;
    static final int CONVERSATION_BYTES_MAX = 256 << 10;
    static final int ANSWER_BYTES_MAX = 160 << 10;
    static final int ANSWERS_MAX = 20;
    static final int SOURCE_ID_MAX = 200;
    /** After this many refused lines something is wrong with the whole file: reading stops, and the report says so. */
    static final int REFUSED_MAX = 10_000;
    /** Of a refused line that much is kept to be mended. */
    static final int REFUSED_CHARACTERS_MAX = 200_000;

    static final int ROWS_PER_TRANSACTION = 500;

    private ImportLimits() {}
}
