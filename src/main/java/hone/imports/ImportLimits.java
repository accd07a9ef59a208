package hone.imports;

import java.time.Duration;

/** What an import may bring, beside what holds for single rows ({@code hone.format.Limits}). */
final class ImportLimits {
    static final int NAME_CHARACTERS_MAX = 200;
    /** Of the fields of a row that are kept beside it. */
    static final int METADATA_BYTES_MAX = 16 << 10;
    /** After this many refused lines something is wrong with the whole file: reading stops, and the report says so. */
    static final int REFUSED_MAX = 10_000;
    /** Of a refused line that much is kept to be mended. */
    static final int REFUSED_CHARACTERS_MAX = 200_000;
    /** Further remarks on lines that were taken are not kept. */
    static final int REMARKS_MAX = 1000;

    static final int FIELDS_SHOWN_MAX = 20;

    /** A stretch begins with so many rows, so that progress shows at once; beside people who label it stays that small. */
    static final int STRETCH_ROWS_MIN = 100;
    /** It grows to this: still a fraction of a second, so that cancelling, and others who import, wait only a moment. */
    static final int STRETCH_ROWS_MAX = 4000;
    /** So much of a file is in memory at a time, twice: one stretch is stored while the next is read. */
    static final long STRETCH_BYTES_MAX = 6L << 20;

    /** Whoever reads a file renews this with every stretch; when it has passed, nobody reads it any more. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private ImportLimits() {}
}
