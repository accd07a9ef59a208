package hone.judgment;

/**
 * Which judgments count, defined once: as SQL conditions on a judgment that the statement calls {@code j}. Everything that
 * counts, lists or freezes judgments uses these texts; a test finds any code that names the columns itself.
 */
public final class Counting {
    /** Data: accepted and not undone. The index {@code judgment_accepted} holds exactly these. */
    public static final String COUNTS = "j.accepted_at is not null and j.withdrawn_at is null";

    /** Not undone, whether it is data yet or not. */
    public static final String STANDS = "j.withdrawn_at is null";

    /** Data that came with a file, not taken back with its import: a condition about an imported judgment {@code i}. */
    public static final String IMPORTED_COUNTS = "i.withdrawn_at is null";

    /** The column of either that is set when one counts no more. */
    public static final String COUNTS_NO_MORE_AT = "withdrawn_at";

    private Counting() {}
}
