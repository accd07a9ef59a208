package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's data of the versions that trusted every local user. */
class EarlierClusterTest {

    @TempDir
    Path folder;

    @Test
    void a_cluster_that_trusted_everybody_keeps_its_rows_and_asks_for_passwords_from_the_next_start_on()
            throws Exception {
        try (Stack first = Stack.in(folder).postgres("hone").start();
                Connection connection = as(first, "postgres", Secrets.in(folder).of("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table note as select 'kept'::text as text");
            statement.execute("alter table note owner to hone");
            statement.execute("alter role hone superuser password 'hone'");
            statement.execute("alter role postgres password null");
        }
        asAnEarlierVersionLeftIt();

        try (Stack next = Stack.in(folder).postgres("hone").start()) {
            assertThatThrownBy(() -> as(next, "postgres", "")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> as(next, "hone", "hone")).isInstanceOf(SQLException.class);
            try (Connection connection = as(next, "hone", next.password("hone"));
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select text, rolsuper from note, pg_roles where rolname = 'hone'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("kept");
                assertThat(rows.getBoolean(2)).isFalse();
            }
        }
    }

    private void asAnEarlierVersionLeftIt() throws Exception {
        Files.writeString(folder.resolve("postgres/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
        Files.delete(folder.resolve("postgres/hone.superuser"));
        try (var secrets = Files.list(folder.resolve("secrets"))) {
            for (Path secret : secrets.toList()) {
                Files.delete(secret);
            }
        }
        Files.delete(folder.resolve("secrets"));
    }

    private static Connection as(Stack stack, String user, String password) throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl("hone"), user, password);
    }
}
