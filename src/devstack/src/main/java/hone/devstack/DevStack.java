package hone.devstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** PostgreSQL, Kafka and Keycloak without containers, from Maven artifacts. */
public final class DevStack implements AutoCloseable {

    public record Ports(int postgres, int kafka, int kafkaController, int keycloak, int keycloakManagement) {
        public static Ports fixed() {
            return new Ports(15432, 19092, 19093, 18180, 19000);
        }
        public static Ports free() {
            return new Ports(freePort(), freePort(), freePort(), freePort(), freePort());
        }
    }

    private final Path data;
    private final Ports ports;
    private Path distributions;
    private EmbeddedPostgres postgres;
    private final List<Process> children = new ArrayList<>();

    public DevStack(Path data, Ports ports) {
        this.data = data.toAbsolutePath().normalize();
        this.ports = ports;
        this.distributions = this.data;
    }

    /** Where the unpacked servers lie, apart from their data: shared by runs, kept over "clean". */
    public DevStack distributions(Path dir) {
        this.distributions = dir.toAbsolutePath().normalize();
        return this;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + ports.postgres() + "/" + database;
    }

    public String kafkaBootstrap() {
        return "localhost:" + ports.kafka();
    }

    public String issuer() {
        return "http://localhost:" + ports.keycloak() + "/realms/labeling";
    }

    public DevStack postgres(String... databases) {
        timed("PostgreSQL", () -> {
            Files.createDirectories(data);
            Path dir = data.resolve("postgres");
            postgres = EmbeddedPostgres.builder()
                .setPort(ports.postgres())
                .setDataDirectory(dir)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(distributions.resolve("postgres-bin").toFile())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("unix_socket_directories", "")
                .start();
            try (Connection c = postgres.getPostgresDatabase().getConnection(); Statement s = c.createStatement()) {
                for (String db : databases) {
                    createIfMissing(s, "select 1 from pg_roles where rolname='" + db + "'",
                        "create role " + db + " login password '" + db + "'");
                    createIfMissing(s, "select 1 from pg_database where datname='" + db + "'",
                        "create database " + db + " owner " + db);
                }
            }
        });
        return this;
    }

    private static void createIfMissing(Statement s, String query, String ddl) throws SQLException {
        try (ResultSet r = s.executeQuery(query)) {
            if (r.next()) {
                return;
            }
        }
        s.execute(ddl);
    }

    public DevStack kafka() {
        timed("Kafka", () -> {
            Path dir = Files.createDirectories(data.resolve("kafka"));
            Path logs = dir.resolve("logs");
            Path config = dir.resolve("server.properties");
            Files.writeString(config, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.bootstrap.servers=localhost:%2$d
                listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
                advertised.listeners=PLAINTEXT://localhost:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                num.partitions=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=2097152
                num.network.threads=2
                num.io.threads=4
                """.formatted(ports.kafka(), ports.kafkaController(), logs.toString().replace('\\', '/')));
            Path log4j = dir.resolve("log4j2.properties");
            Files.writeString(log4j, """
                appender.c.type=Console
                appender.c.name=C
                appender.c.layout.type=PatternLayout
                appender.c.layout.pattern=%d{HH:mm:ss.SSS} %p %c{1} %m%n
                rootLogger.level=warn
                rootLogger.appenderRef.c.ref=C
                """);
            Process p = java(dir.resolve("kafka.log"), Map.of(), dir, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-Dlog4j2.configurationFile=" + log4j.toUri()),
                resource("broker.classpath"), KafkaMain.class.getName(), config.toString(), logs.toString());
            awaitPort(p, ports.kafka(), 60);
        });
        return this;
    }

    public DevStack keycloak(Path realm, boolean onPostgres) {
        timed("Keycloak", () -> {
            Path archive = Path.of(resource("keycloak.path"));
            Path home = unpack(archive, Files.createDirectories(distributions.resolve("keycloak-dist")));
            Path imports = Files.createDirectories(home.resolve("data/import"));
            Files.copy(realm, imports.resolve("labeling-realm.json"), StandardCopyOption.REPLACE_EXISTING);
            List<String> args = new ArrayList<>(List.of("start-dev", "--import-realm",
                "--http-host=127.0.0.1", "--http-port=" + ports.keycloak(),
                "--hostname=http://localhost:" + ports.keycloak(), "--hostname-backchannel-dynamic=false",
                "--http-management-port=" + ports.keycloakManagement(), "--health-enabled=true",
                "--cache=local", "--log-level=warn,io.quarkus:info"));
            if (onPostgres) {
                args.addAll(List.of("--db=postgres", "--db-url=" + jdbcUrl("keycloak"),
                    "--db-username=keycloak", "--db-password=keycloak", "--db-pool-initial-size=1", "--db-pool-max-size=10"));
            }
            Map<String, String> env = Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
            List<String> jvm = new ArrayList<>(List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Dkc.home.dir=" + home, "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true", "-Dquarkus-log-max-startup-records=10000",
                "-Dkeycloak.migration.replace-placeholders=true",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED"));
            Path log = data.resolve("keycloak.log");
            String cp = home.resolve("lib/quarkus-run.jar").toString();
            Process p = java(log, env, home, jvm, cp, KeycloakMain.class.getName(), args.toArray(String[]::new));
            URI ready = URI.create(issuer() + "/.well-known/openid-configuration");
            if (!awaitHttp(p, ready, 240) && p.exitValue() == 10) { // 10: augmented, start again (what kc.sh does)
                List<String> again = new ArrayList<>(jvm);
                again.add("-Dkc.config.built=true");
                p = java(log, env, home, again, cp, KeycloakMain.class.getName(), args.toArray(String[]::new));
                if (!awaitHttp(p, ready, 240)) {
                    throw new IllegalStateException("Keycloak ended with " + p.exitValue() + ", see " + log);
                }
            }
        });
        return this;
    }

    private Process java(Path log, Map<String, String> env, Path cwd, List<String> jvmArgs, String classpath, String main, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", ownClasses() + File.pathSeparator + classpath, main));
        command.addAll(List.of(args));
        ProcessBuilder b = new ProcessBuilder(command).directory(cwd.toFile()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        b.environment().putAll(env);
        Process p = b.start();
        children.add(p);
        return p;
    }

    private static String ownClasses() {
        try {
            return Path.of(DevStack.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DevStack.class.getResourceAsStream("/META-INF/devstack/" + name)) {
            if (in == null) {
                throw new IOException("devstack was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static Path unpack(Path archive, Path into) throws IOException {
        String folder = archive.getFileName().toString().replace(".tar.gz", "").replace("keycloak-quarkus-dist", "keycloak");
        Path home = into.resolve(folder);
        Path done = into.resolve(folder + ".unpacked");
        if (Files.exists(done)) {
            return home;
        }
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GzipCompressorInputStream(new BufferedInputStream(Files.newInputStream(archive), 1 << 16)))) {
            for (TarArchiveEntry e; (e = tar.getNextEntry()) != null;) {
                Path to = into.resolve(e.getName()).normalize();
                if (!to.startsWith(into)) {
                    throw new IOException("bad entry " + e.getName());
                }
                if (e.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(tar, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.createFile(done);
        return home;
    }

    private static void awaitPort(Process p, int port, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            if (!p.isAlive()) {
                throw new IllegalStateException("process ended with " + p.exitValue());
            }
            try (Socket s = new Socket()) {
                s.connect(new InetSocketAddress("localhost", port), 200);
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("nothing listens on " + port);
    }

    private static boolean awaitHttp(Process p, URI uri, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            if (!p.isAlive()) {
                return false;
            }
            try {
                HttpURLConnection c = (HttpURLConnection) uri.toURL().openConnection();
                c.setConnectTimeout(500);
                c.setReadTimeout(5000);
                if (c.getResponseCode() == 200) {
                    return true;
                }
            } catch (IOException e) {
                // not yet
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(uri + " did not answer in " + seconds + " s");
    }

    private static int freePort() {
        try (ServerSocket s = new ServerSocket(0)) {
            return s.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void timed(String what, Step step) {
        long t = System.nanoTime();
        try {
            step.run();
        } catch (Exception e) {
            close();
            throw new IllegalStateException(what + " did not start", e);
        }
        System.out.printf("[devstack] %s ready in %d ms%n", what, (System.nanoTime() - t) / 1_000_000);
    }

    @Override
    public void close() {
        for (int i = children.size() - 1; i >= 0; i--) {
            Process p = children.get(i);
            p.destroy();
            try {
                if (!p.waitFor(15, TimeUnit.SECONDS)) {
                    p.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        children.clear();
        if (postgres != null) {
            try {
                postgres.close();
            } catch (IOException e) {
                System.err.println("[devstack] PostgreSQL: " + e);
            }
            postgres = null;
        }
    }

    /** Topics exist before the applications subscribe: a consumer learns of a later one only at its next metadata refresh. */

    /** For handing settings to a Quarkus application. */
    public Map<String, String> quarkusConfig() {
        Map<String, String> c = new LinkedHashMap<>();
        c.put("quarkus.datasource.jdbc.url", jdbcUrl("labeling"));
        c.put("quarkus.datasource.username", "labeling");
        c.put("quarkus.datasource.password", "labeling");
        c.put("kafka.bootstrap.servers", kafkaBootstrap());
        c.put("quarkus.oidc.auth-server-url", issuer());
        return c;
    }
}
