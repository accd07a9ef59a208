package hone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hone.Servers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class DatabaseDownTest {
    @Inject
    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    Sql sql;

    @Test
    void aConnectionThatTheDatabaseEndedIsOne() throws SQLException {
        try (Connection victim = connect();
                Connection other = connect()) {
            int pid = one(victim, "select pg_backend_pid()");
            one(other, "select pg_terminate_backend(" + pid + ")::int");

            assertThat(DatabaseDown.isCauseOf(new IllegalStateException(failure(victim, "select 1"))))
                    .isTrue();
            assertThat(DatabaseDown.isCauseOf(new IllegalStateException(failure(victim, "select 1"))))
                    .as("and so is the connection that is closed by now")
                    .isTrue();
        }
    }

    /** The connection dies between the last statement and the commit: nobody has seen an SQL error before. */
    @Test
    void aTransactionThatCannotBeCommittedIsOne() {
        Throwable failure =
                catchThrowable(() -> QuarkusTransaction.requiringNew().run(() -> {
                    long pid = sql.number("select pg_backend_pid()");
                    try (Connection other = connect()) {
                        one(other, "select pg_terminate_backend(" + pid + ")::int");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }));

        assertThat(failure).isNotNull();
        assertThat(DatabaseDown.isCauseOf(failure)).as("%s", (Object) failure).isTrue();
    }

    @Test
    void anAddressWhereNobodyListensIsOne() {
        SQLException refused = catchThrowableOfType(
                SQLException.class,
                () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:1/hone", user, password));

        assertThat(DatabaseDown.isCauseOf(new IllegalStateException(refused))).isTrue();
    }

    @Test
    void aMistakeOfOursIsNone() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(DatabaseDown.isCauseOf(failure(connection, "select no_such_column")))
                    .isFalse();
        }
        assertThat(DatabaseDown.isCauseOf(new IllegalStateException("no cause")))
                .isFalse();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private static int one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static SQLException failure(Connection connection, String query) {
        return catchThrowableOfType(SQLException.class, () -> one(connection, query));
    }
}
