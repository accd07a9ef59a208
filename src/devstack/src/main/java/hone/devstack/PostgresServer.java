package hone.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL from Maven artifacts, on loopback, for clients that know a password. Each database has an owner of the same name
 * who may not connect to any other and is no superuser; the passwords, including the superuser's, are in the stack's
 * {@link Secrets}.
 */
public final class PostgresServer implements Server {

    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    /** The superuser; its password is a secret of the same name. */
    public static final String SUPERUSER = "postgres";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final Path data;
    private final Path log;
    private final Distributions distributions;
    private final int port;
    private final List<String> databases;
    private final Durability durability;
    private final Secrets secrets;
    /**
     * Whoever ends it during the start waits for the start, which is interrupted, so that no half-started server is left
     * behind.
     */
    private final ReentrantLock oneAtATime = new ReentrantLock();

    private volatile @Nullable Process running;

    /** Whether a commit waits for the disk. Tests don't need that; people's work does. */
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
        this.secrets = Secrets.in(data);
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
        oneAtATime.lock();
        try {
            startAlone();
        } finally {
            oneAtATime.unlock();
        }
    }

    private void startAlone() throws IOException, InterruptedException {
        Path home = unpacked();
        StalePostgres.in(data).ifPresent(StalePostgres::end);
        PostgresCluster cluster = new PostgresCluster(home, data, log);
        if (!cluster.exists()) {
            cluster.create();
        }
        cluster.admitOnlyByPassword(SUPERUSER, secrets.of(SUPERUSER));
        Process started = cluster.serve(configuration());
        running = started;
        try (Connection connection = awaitConnection(started)) {
            createDatabases(connection);
        } catch (SQLException e) {
            throw new ServerDidNotStart(name(), "its databases could not be made (" + e.getMessage() + ")", log, e);
        }
    }

    private Path unpacked() throws IOException, InterruptedException {
        Path jar = Path.of(Distributions.builtIn("postgres.path"));
        String name = jar.getFileName().toString().replaceAll(".*-([0-9.]+)\\.jar", "postgres-$1");
        return distributions.unpackedXz(name, jar, "postgres-linux-x86_64.txz");
    }

    private Map<String, String> configuration() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("port", Integer.toString(port));
        all.put("listen_addresses", "127.0.0.1");
        all.put("unix_socket_directories", "");
        all.put("timezone", "UTC");
        all.put("max_connections", "200");
        all.put("fsync", durability.setting);
        all.put("synchronous_commit", durability.setting);
        all.put("full_page_writes", durability.setting);
        // A checkpoint makes every page be written whole once more: an import of a million rows would make one every
        // few seconds.
        all.put("max_wal_size", "4GB");
        // An import fills the usual 4 MB in a moment, and then waits for the disk like a commit.
        all.put("wal_buffers", "64MB");
        return all;
    }

    private Connection awaitConnection(Process started) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "it does not answer";
        while (System.nanoTime() < end) {
            try {
                return DriverManager.getConnection(jdbcUrl(SUPERUSER), SUPERUSER, secrets.of(SUPERUSER));
            } catch (SQLException e) {
                last = String.valueOf(e.getMessage());
            }
            // Waiting for the process to end is the pause between two polls, so a crash is noticed at once.
            if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new ServerDidNotStart(name(), "it ended with exit code " + started.exitValue(), log);
            }
        }
        throw new ServerDidNotStart(name(), last + " after " + PATIENCE.toSeconds() + " s", log);
    }

    /** Every start grants the rights again: roles of an earlier version are corrected as well. */
    private void createDatabases(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String name : databases) {
                if (!found(statement, "select 1 from pg_roles where rolname = '%s'".formatted(name))) {
                    statement.execute("create role %s".formatted(name));
                }
                statement.execute(
                        "alter role %s login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '%s'"
                                .formatted(name, password(name)));
                if (!found(statement, "select 1 from pg_database where datname = '%s'".formatted(name))) {
                    statement.execute("create database %s owner %s".formatted(name, name));
                }
                statement.execute("revoke connect, temporary on database %s from public".formatted(name));
            }
            statement.execute("revoke connect, temporary on database postgres, template1 from public");
        }
    }

    private static boolean found(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** A JDBC address of one of the databases. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** The password of a database's owner. */
    public String password(String database) {
        return passwordOf(secrets, database);
    }

    /** The password of a database's owner in the stack with these secrets. */
    public static String passwordOf(Secrets secrets, String database) {
        return secrets.of("postgres-" + database.replace('_', '-'));
    }

    @Override
    public boolean isAlive() {
        Process process = running;
        return process != null && process.isAlive();
    }

    @Override
    public OptionalLong pid() {
        Process process = running;
        return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
    }

    @Override
    public OptionalInt exitCode() {
        Process process = running;
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void close() {
        oneAtATime.lock();
        try {
            Process process = running;
            running = null;
            if (process != null && process.isAlive()) {
                new StalePostgres(process.toHandle()).end();
            }
        } finally {
            oneAtATime.unlock();
        }
    }
}
