package hone.imports;

import java.time.Duration;

/** Limits of an import, in addition to those of single rows ({@code hone.format.Limits}). */
final class ImportLimits {
    static final int NAME_CHARACTERS_MAX = 200;
    /** For the fields of a row that are kept as metadata. */
    static final int METADATA_BYTES_MAX = 16 << 10;
    /** After this many refused lines something is wrong with the whole file: reading stops, and the report says so. */
    static final int REFUSED_MAX = 10_000;
    /** So many rows of a stretch the database may refuse; beyond that the fault is ours, and the import ends. */
    static final int REFUSED_BY_DATABASE_MAX = 50;
    /** How much of a refused line is kept for correction. */
    static final int REFUSED_CHARACTERS_MAX = 200_000;
    /** The most remarks about accepted lines that are kept. */
    static final int REMARKS_MAX = 1000;

    static final int FIELDS_SHOWN_MAX = 20;

    /** The size of the first stretch, small so that progress shows at once; while people label it stays this size. */
    static final int STRETCH_ROWS_MIN = 100;
    /** The largest stretch: still a fraction of a second, so that cancelling, and other imports, wait only a moment. */
    static final int STRETCH_ROWS_MAX = 4000;
    /** How much of a file is in memory at a time, three times: two stretches are stored while the next is read. */
    static final long STRETCH_BYTES_MAX = 6L << 20;

    /** The reader of a file renews its lease with every stretch; once it has expired, nobody is reading the file any more. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private ImportLimits() {}
}
