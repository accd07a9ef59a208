package hone.judgment;

/**
 * Which judgments count, said once: as conditions of SQL about a judgment that the statement calls {@code j}. Everybody who counts,
 * lists or freezes judgments goes by these texts; a test finds one that names the columns itself.
 */
public final class Counting {
    /** Data: accepted and not taken back. The index {@code judgment_accepted} holds exactly these. */
    public static final String COUNTS = "j.accepted_at is not null and j.withdrawn_at is null";

    /** Not taken back, whether it is data yet or not. */
    public static final String STANDS = "j.withdrawn_at is null";

    private Counting() {}
}
