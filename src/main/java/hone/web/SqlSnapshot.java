package hone.web;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The database as it was at one moment, read by as many statements as it takes, in memory that does not depend on how many rows
 * there are. Nothing is locked and nothing can be written. One thread at a time.
 */
public final class SqlSnapshot implements AutoCloseable {
    private final Connection connection;

    private SqlSnapshot(Connection connection) {
        this.connection = connection;
    }

    static SqlSnapshot on(Connection connection) throws SQLException {
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SqlSnapshot(connection);
    }

    public <T> List<T> list(String sql, Sql.Reader<T> reader, @Nullable Object... parameters) {
        List<T> list = new ArrayList<>();
        try (PreparedStatement statement = Sql.prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            Sql.Cells cells = new Sql.Cells(rows);
            while (rows.next()) {
                list.add(reader.read(cells));
            }
            return list;
        } catch (SQLException e) {
            throw new Sql.SqlFailed(sql, e);
        }
    }

    /**
     * All rows of a statement, some at a time, however many there are.
     *
     * @param atATime how many are in memory
     */
    public <T> Cursor<T> cursor(String sql, int atATime, Sql.Reader<T> reader, @Nullable Object... parameters) {
        try {
            PreparedStatement statement = Sql.prepare(connection, sql, parameters);
            statement.setFetchSize(atATime);
            return new Cursor<>(sql, statement, statement.executeQuery(), reader);
        } catch (SQLException e) {
            throw new Sql.SqlFailed(sql, e);
        }
    }

    /**
     * From now on each row is looked up by the keys of the one before it: the first ones are there at once, and nothing is sorted or
     * put into a hash table before, however large the tables are.
     */
    public void firstRowsFirst() {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off");
        } catch (SQLException e) {
            throw new Sql.SqlFailed("set how a snapshot is planned", e);
        }
    }

    /**
     * The rows of a query without parameters, each as it comes, several times as fast as by {@link #list}. Until the last one is read
     * the snapshot answers nothing else.
     */
    public void each(String query, Sql.RowReader reader) {
        CopiedCells.each(connection, query, reader);
    }

    /**
     * What PostgreSQL writes for {@code copy (…) to stdout}, as it comes.
     *
     * @return how many rows
     */
    public long copyOut(String copy, OutputStream out) throws IOException {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, out);
        } catch (SQLException e) {
            throw new Sql.SqlFailed(copy, e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            throw new Sql.SqlFailed("end a snapshot", e);
        }
    }

    /** Rows that are fetched as they are asked for. */
    public static final class Cursor<T> implements AutoCloseable {
        private final String sql;
        private final PreparedStatement statement;
        private final ResultSet rows;
        private final Sql.Cells cells;
        private final Sql.Reader<T> reader;

        private Cursor(String sql, PreparedStatement statement, ResultSet rows, Sql.Reader<T> reader) {
            this.sql = sql;
            this.statement = statement;
            this.rows = rows;
            this.cells = new Sql.Cells(rows);
            this.reader = reader;
        }

        /** The next rows, at most so many; none at the end. */
        public List<T> next(int max) {
            try {
                List<T> list = new ArrayList<>();
                while (list.size() < max && rows.next()) {
                    list.add(reader.read(cells));
                }
                return list;
            } catch (SQLException e) {
                throw new Sql.SqlFailed(sql, e);
            }
        }

        @Override
        public void close() {
            try (statement) {
                rows.close();
            } catch (SQLException e) {
                throw new Sql.SqlFailed(sql, e);
            }
        }
    }
}
