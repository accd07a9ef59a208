package hone.imports;

/** Which documents count, defined once: a condition of SQL about a document {@code d}, which their index has word for word. */
public final class Documents {
    /** Neither taken back with its import nor deleted on request. */
    public static final String COUNT = "d.taken_back_at is null and d.deleted_at is null";

    private Documents() {}
}
