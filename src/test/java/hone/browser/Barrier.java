package hone.browser;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A place in the database past which nobody writes while this is open: whoever comes there waits, in the middle of a transaction.
 * So a program can be killed in mid work however fast the machine is, neither before the work began nor after it ended.
 */
final class Barrier implements AutoCloseable {
    /** The advisory lock that whoever comes waits for; nothing else in Hone uses this number. */
    private static final long LOCK = 7_406_201_913L;

    private final Database database;
    private final String table;
    private final Connection holder;

    /** @param writes what is held, as a trigger says it: {@code before insert on t}, {@code … for each row when (…)} */
    private Barrier(Database database, String table, String writes) throws SQLException {
        this.database = database;
        this.table = table;
        holder = database.open();
        execute("select pg_advisory_lock(" + LOCK + ")");
        execute("""
                create function wait_at_barrier() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock_shared(%d); return new; end $$""".formatted(LOCK));
        execute("create trigger barrier " + writes + " execute function wait_at_barrier()");
    }

    /** Holds who counts an import's lines beyond this number. */
    static Barrier ofImportsBeyond(Database database, long line) throws SQLException {
        return new Barrier(
                database,
                "import_batch",
                "before update on import_batch for each row when (new.lines_read > " + line + ")");
    }

    /** Holds who writes the rows of a dataset. */
    static Barrier ofFreezing(Database database) throws SQLException {
        return new Barrier(database, "dataset_member", "before insert on dataset_member for each statement");
    }

    /** Waits until somebody is held. */
    void awaitSomebody() {
        database.awaitThat("somebody waits at the barrier", """
                select 1 from pg_locks where locktype = 'advisory' and not granted
                and (classid::bigint << 32 | objid::bigint) = ?""", LOCK);
    }

    /** Lets everybody pass, and waits until who was held has ended: a killed program's transaction ends without its commit. */
    @Override
    public void close() throws SQLException {
        execute("select pg_advisory_unlock(" + LOCK + ")");
        database.awaitThat("the database has noticed", """
                select 1 where not exists (select 1 from pg_locks l join pg_class c on c.oid = l.relation
                                           where c.relname = ? and l.mode = 'RowExclusiveLock')""", table);
        execute("drop function wait_at_barrier() cascade");
        holder.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = holder.createStatement()) {
            statement.execute(sql);
        }
    }
}
