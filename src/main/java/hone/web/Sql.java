package hone.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;

/**
 * Plain SQL read into records, for counts, lists and anything that spans features. Inside a transaction it runs in that
 * transaction; it does not see what Hibernate has not flushed yet.
 *
 * <p>A statement keeps one plan for all values of its parameters, so a limit that is always the same is written into its text:
 * for a limit that it can't see, a plan assumes a tenth of all rows, and may scan whole tables for them.
 */
@ApplicationScoped
public class Sql {
    private static final String DUPLICATE = "23505";

    private final DataSource database;

    Sql(DataSource database) {
        this.database = database;
    }

    public <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            Cells cells = new Cells(rows);
            while (rows.next()) {
                list.add(reader.read(cells));
            }
            return list;
        } catch (SQLException e) {
            throw new SqlFailed(sql, e);
        }
    }

    public <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... parameters) {
        return list(sql, reader, parameters).stream().findFirst();
    }

    /**
     * The rows of a query without parameters, each as it comes, in memory that does not depend on how many there are. They are of one
     * moment, however long the reader takes; it holds one of the connections that everybody shares.
     */
    public void each(String query, RowReader reader) {
        try (Connection connection = database.getConnection()) {
            CopiedCells.each(connection, query, reader);
        } catch (SQLException e) {
            throw new SqlFailed(query, e);
        }
    }

    /** A count, or another number that is always there. */
    public long number(String sql, @Nullable Object... parameters) {
        return first(sql, Cells::only, parameters).orElse(0L);
    }

    /** @return how many rows were changed */
    public int run(String sql, @Nullable Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailed(sql, e);
        }
    }

    /** Runs one statement for many rows in one round trip. */
    public void runAll(String sql, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                fill(connection, statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new SqlFailed(sql, e);
        }
    }

    /** Writes rows of a {@link #copy}. */
    @FunctionalInterface
    public interface Rows {
        void write(CopiedRows rows);
    }

    /**
     * Many rows of one table at once, much faster than by statements: for rows of which it is known that they are new.
     *
     * @return how many there were
     */
    public long copy(String table, List<String> columns, Rows rows) {
        String statement = "copy %s (%s) from stdin (format binary)".formatted(table, String.join(", ", columns));
        try (Connection connection = database.getConnection()) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
            try {
                CopiedRows copied = new CopiedRows(copy, columns.size());
                rows.write(copied);
                return copied.end();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new SqlFailed(statement, e);
        }
    }

    /**
     * Rows in the form in which {@link SqlSnapshot#copyOut} writes them, within the running transaction.
     *
     * @return how many rows
     */
    public long copyIn(String copy, InputStream rows) throws IOException {
        try (Connection connection = database.getConnection()) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, rows);
        } catch (SQLException e) {
            throw new SqlFailed(copy, e);
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        fill(connection, statement, parameters);
        return statement;
    }

    private static void fill(Connection connection, PreparedStatement statement, @Nullable Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            switch (value) {
                case Instant instant -> statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
                case UUID[] ids -> statement.setArray(i + 1, connection.createArrayOf("uuid", ids));
                case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
                case Long[] numbers -> statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
                case Double[] reals -> statement.setArray(i + 1, connection.createArrayOf("float8", reals));
                case null, default -> statement.setObject(i + 1, value);
            }
        }
    }

    /** Takes one row of {@link #each}. */
    @FunctionalInterface
    public interface RowReader {
        void read(CopiedCells cells);
    }

    /** Makes one record from one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Cells cells) throws SQLException;
    }

    /** The cells of the current row, by the column names of the statement. */
    public static final class Cells {
        private final ResultSet rows;

        Cells(ResultSet rows) {
            this.rows = rows;
        }

        /** For a statement with a single column, which needs no name. */
        private long only() throws SQLException {
            return rows.getLong(1);
        }

        public String text(String column) throws SQLException {
            return Optional.ofNullable(rows.getString(column)).orElse("");
        }

        public Optional<String> maybeText(String column) throws SQLException {
            return Optional.ofNullable(rows.getString(column));
        }

        public long number(String column) throws SQLException {
            return rows.getLong(column);
        }

        public Optional<Long> maybeNumber(String column) throws SQLException {
            long value = rows.getLong(column);
            return rows.wasNull() ? Optional.empty() : Optional.of(value);
        }

        public double real(String column) throws SQLException {
            return rows.getDouble(column);
        }

        public Optional<Double> maybeReal(String column) throws SQLException {
            double value = rows.getDouble(column);
            return rows.wasNull() ? Optional.empty() : Optional.of(value);
        }

        public boolean flag(String column) throws SQLException {
            return rows.getBoolean(column);
        }

        public byte[] bytes(String column) throws SQLException {
            return Optional.ofNullable(rows.getBytes(column)).orElseGet(() -> new byte[0]);
        }

        public UUID id(String column) throws SQLException {
            return rows.getObject(column, UUID.class);
        }

        public Optional<UUID> maybeId(String column) throws SQLException {
            return Optional.ofNullable(rows.getObject(column, UUID.class));
        }

        public Instant time(String column) throws SQLException {
            return rows.getObject(column, OffsetDateTime.class).toInstant();
        }

        public Optional<Instant> maybeTime(String column) throws SQLException {
            return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
        }

        public List<String> texts(String column) throws SQLException {
            Array array = rows.getArray(column);
            return array == null
                    ? List.of()
                    : Arrays.stream((Object[]) array.getArray())
                            .map(String::valueOf)
                            .toList();
        }
    }

    /** The database refused a statement: a mistake of ours, or the database is down. */
    public static final class SqlFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Classes of PostgreSQL's states: data, integrity, limits. */
        private static final List<String> ABOUT_VALUES = List.of("22", "23", "54");

        SqlFailed(String sql, SQLException cause) {
            super(cause.getMessage() + " in: " + sql.strip().lines().findFirst().orElse(""), cause);
        }

        /** Somebody else has written the same at this moment: what is looked up again is there. */
        public boolean isDuplicate() {
            return DUPLICATE.equals(state());
        }

        /** It can't hold one of the values: another row might be taken. */
        public boolean isAboutValues() {
            return ABOUT_VALUES.stream().anyMatch(state()::startsWith);
        }

        /** In the database's own words, without what names our statement. */
        public String words() {
            for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
                    return String.valueOf(refused.getServerErrorMessage().getMessage());
                }
            }
            return "";
        }

        private String state() {
            return getCause() instanceof SQLException refused ? String.valueOf(refused.getSQLState()) : "";
        }
    }
}
