package hone.devstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL from Maven artifacts. Local use only: it listens on loopback and trusts whoever connects. Each database
 * has an owner of its own name, whose password is that name too.
 */
public final class PostgresServer implements Server {

    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Path data;
    private final Path log;
    private final Distributions distributions;
    private final int port;
    private final List<String> databases;
    private final Durability durability;
    private @Nullable EmbeddedPostgres running;
    private Optional<ProcessHandle> process = Optional.empty();

    /** Whether a commit waits for the disk. Tests need not; people's work must. */
    public enum Durability {
        ON_DISK("on"),
        IN_MEMORY("off");

        private final String setting;

        Durability(String setting) {
            this.setting = setting;
        }
    }

    public PostgresServer(
            Path data, Distributions distributions, int port, List<String> databases, Durability durability) {
        for (String database : databases) {
            if (!DATABASE_NAME.matcher(database).matches()) {
                throw new IllegalArgumentException("not a database name: " + database);
            }
        }
        this.data = data.resolve("postgres").toAbsolutePath().normalize();
        this.log = data.resolve("postgres.log").toAbsolutePath().normalize();
        this.distributions = distributions;
        this.port = port;
        this.databases = List.copyOf(databases);
        this.durability = durability;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Files.createDirectories(data);
        PostgresLeftBehind.in(data).ifPresent(PostgresLeftBehind::end);
        EmbeddedPostgres started;
        try {
            started = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    // Its own hook would take the database away from applications that are still finishing.
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(
                            distributions.folder().resolve("postgres").toFile())
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setServerConfig("fsync", durability.setting)
                    .setServerConfig("synchronous_commit", durability.setting)
                    .setServerConfig("full_page_writes", durability.setting)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new ServerDidNotStart(name(), String.valueOf(e.getMessage()), log, e);
        }
        running = started;
        // The process that was started is only a forerunner; the one that the data folder names is the server.
        process = PostgresLeftBehind.in(data).map(PostgresLeftBehind::process);
        createDatabases(started);
    }

    private void createDatabases(EmbeddedPostgres started) {
        try (Connection connection = started.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String name : databases) {
                unlessFound(
                        statement,
                        "select 1 from pg_roles where rolname = '%s'".formatted(name),
                        "create role %s login password '%s'".formatted(name, name));
                unlessFound(
                        statement,
                        "select 1 from pg_database where datname = '%s'".formatted(name),
                        "create database %s owner %s".formatted(name, name));
            }
        } catch (SQLException e) {
            throw new ServerDidNotStart(name(), "its databases could not be made (" + e.getMessage() + ")", log, e);
        }
    }

    private static void unlessFound(Statement statement, String query, String otherwise) throws SQLException {
        try (ResultSet found = statement.executeQuery(query)) {
            if (found.next()) {
                return;
            }
        }
        statement.execute(otherwise);
    }

    /** A JDBC address of one of the databases. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public boolean isAlive() {
        return process.filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public OptionalLong pid() {
        return process.stream().mapToLong(ProcessHandle::pid).findFirst();
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void close() {
        EmbeddedPostgres server = running;
        running = null;
        process = Optional.empty();
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not end in order; its next start repairs it", e);
        }
    }
}
