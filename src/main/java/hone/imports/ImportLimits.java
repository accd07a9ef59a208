package hone.imports;

import hone.web.TextLimits;
import java.time.Duration;

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
    static final int NAME_CHARACTERS_MAX = 200;
    static final double TEMPERATURE_MAX = 100;
    /** After this many refused lines something is wrong with the whole file: reading stops, and the report says so. */
    static final int REFUSED_MAX = 10_000;
    /** Of a refused line that much is kept to be mended. */
    static final int REFUSED_CHARACTERS_MAX = 200_000;
    /** Further remarks on lines that were taken are not kept. */
    static final int REMARKS_MAX = 1000;

    static final int FIELDS_LEFT_OUT_MAX = 20;

    /** Few enough that cancelling, and others who import into the project, wait only a moment. */
    static final int ROWS_PER_TRANSACTION = 100;

    /** So much of a file is in memory at a time. */
    static final long BYTES_PER_TRANSACTION = 4L << 20;

    /** Whoever reads a file renews this with every stretch; when it has passed, nobody reads it any more. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private ImportLimits() {}
}
