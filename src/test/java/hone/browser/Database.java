package hone.browser;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The app's tables, past the app: to let time pass, and to see what was really stored. */
public record Database(String url, String user, String password) {

    /** @return how many rows were changed; at least one must be, else the case is not prepared */
    public int run(String sql, Object... parameters) {
        try (Connection connection = open();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            int changed = statement.executeUpdate();
            if (changed == 0) {
                throw new AssertionError("nothing was changed by: " + sql);
            }
            return changed;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of every row, as text. */
    public List<String> list(String sql, Object... parameters) {
        try (Connection connection = open();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(text(rows.getString(1)));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public String one(String sql, Object... parameters) {
        List<String> all = list(sql, parameters);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " rows instead of one from: " + sql);
        }
        return all.getFirst();
    }

    public long number(String sql, Object... parameters) {
        return Long.parseLong(one(sql, parameters));
    }

    /** Waits for a fact, such as a row that a background job writes. */
    public void awaitThat(String what, String sql, Object... parameters) {
        await(what)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> number("select count(*) from (" + sql + ") fact", parameters) > 0);
    }

    /** A connection for whoever holds something over several statements. */
    Connection open() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }
}
