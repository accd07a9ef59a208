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

    private Counting() {}
}
