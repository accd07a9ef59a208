package hone.bench.stack;

import hone.bench.figures.Figures;
import hone.devstack.KafkaServer;
import hone.devstack.KeycloakServer;
import hone.devstack.Ports;
import hone.devstack.PostgresServer;
import hone.devstack.Secrets;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code hone up} in a process of its own, on other ports and in another folder than the one people use. */
public final class RunningHone implements AutoCloseable {
    private static final String UP = "Hone is up";
    private static final String STARTED_AGAIN = "it is started again";

    private final Path root;
    private final Path data;
    private final Ports ports;
    private final Process launcher;
    private final CompletableFuture<Boolean> up = new CompletableFuture<>();
    private final AtomicInteger restarts = new AtomicInteger();

    private RunningHone(Path root, Path data, Ports ports, Process launcher) {
        this.root = root;
        this.data = data;
        this.ports = ports;
        this.launcher = launcher;
    }

    /** The environment that changes every port and the data folder from the usual ones. */
    public static Map<String, String> environment(Path data, Ports ports) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HONE_DATA", data.toString());
        environment.put("HONE_APP_PORT", Integer.toString(ports.app()));
        environment.put("HONE_APP_MANAGEMENT_PORT", Integer.toString(ports.appManagement()));
        environment.put("HONE_SUPERVISOR_MANAGEMENT_PORT", Integer.toString(ports.supervisorManagement()));
        environment.put("HONE_POSTGRES_PORT", Integer.toString(ports.postgres()));
        environment.put("HONE_KAFKA_PORT", Integer.toString(ports.kafka()));
        environment.put("HONE_KAFKA_CONTROLLER_PORT", Integer.toString(ports.kafkaController()));
        environment.put("HONE_KEYCLOAK_PORT", Integer.toString(ports.keycloak()));
        environment.put("HONE_KEYCLOAK_MANAGEMENT_PORT", Integer.toString(ports.keycloakManagement()));
        environment.put("HONE_SERVE_PORT", Integer.toString(ports.serve()));
        return environment;
    }

    /**
     * Starts what is built in the checkout, as {@code ./hone up} does when nothing has changed, but for the demo project: it begins
     * without any work done, so that measurements don't depend on the archive that ships.
     */
    public static RunningHone ofBuild(Path root, Path data) throws IOException {
        return ofBuild(root, data, Map.of());
    }

    /** The same with settings of its own. */
    public static RunningHone ofBuild(Path root, Path data, Map<String, String> settings) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(Map.of("HONE_DEMO_ARCHIVE", ""));
        all.putAll(settings);
        return begin(launcher(root, List.of("up")), root, data, Ports.free(), all);
    }

    private static List<String> launcher(Path root, List<String> words) throws IOException {
        Path devstack = root.resolve("src/devstack/target/classes");
        String libraries = Files.readString(devstack.resolve("META-INF/devstack/broker.classpath"))
                .strip();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.level=OFF",
                "-Dhone.root=" + root,
                "-cp",
                devstack + File.pathSeparator + libraries,
                "hone.devstack.launch.Main",
                root.toString()));
        command.addAll(words);
        return command;
    }

    /** Starts another command of the build in the checkout, such as {@code import}; only its errors are shown. */
    public Process command(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher(root, List.of(words)))
                .directory(root.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment(data, ports));
        return builder.start();
    }

    /** Begins to start it; {@link #awaitUp} waits until that is done. */
    public static RunningHone begin(List<String> command, Path folder, Path data, Ports ports) throws IOException {
        return begin(command, folder, data, ports, Map.of());
    }

    private static RunningHone begin(
            List<String> command, Path folder, Path data, Ports ports, Map<String, String> settings)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment(data, ports));
        builder.environment().putAll(settings);
        RunningHone hone = new RunningHone(folder, data, ports, builder.start());
        Runtime.getRuntime().addShutdownHook(new Thread(hone::askToEnd));
        Thread.ofVirtual().start(hone::listen);
        return hone;
    }

    /** Through the handle, since {@link Process#destroy} also closes the output, and the launcher's last words would be lost. */
    private void askToEnd() {
        launcher.toHandle().destroy();
    }

    private void listen() {
        try (BufferedReader lines = launcher.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Figures.log("  | %s", line);
                if (line.contains(STARTED_AGAIN)) {
                    restarts.incrementAndGet();
                }
                if (line.contains(UP)) {
                    up.complete(true);
                }
            }
        } catch (IOException e) {
            Figures.log("  | the launcher's words can't be read any more: %s", e.getMessage());
        }
        up.complete(false);
    }

    public void awaitUp(Duration patience) throws IOException, InterruptedException {
        try {
            if (!up.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("Hone did not start; the lines above say why");
            }
        } catch (TimeoutException | ExecutionException e) {
            close();
            throw new IOException("Hone was not up after " + patience.toSeconds() + " s", e);
        }
    }

    /** The app's address as browsers and Keycloak know it. */
    public URI app() {
        return URI.create("http://localhost:" + ports.app());
    }

    public Ports ports() {
        return ports;
    }

    public Path data() {
        return data;
    }

    /** What a Kafka client needs to know: where the broker is and how to sign in. */
    public Map<String, Object> kafkaClient() {
        return KafkaServer.clientSettings(Secrets.in(data), ports.kafka());
    }

    /** Connects as the app itself does. */
    public Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/hone",
                "hone",
                PostgresServer.passwordOf(Secrets.in(data), "hone"));
    }

    /** Makes PostgreSQL write out what it keeps in memory, so that newly made history is not written during a measurement. */
    public void checkpoint() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/hone";
        String password = Secrets.in(data).of(PostgresServer.SUPERUSER);
        try (Connection superuser = DriverManager.getConnection(url, PostgresServer.SUPERUSER, password);
                Statement statement = superuser.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    /** The password of the administrator {@code admin}. */
    public String keycloakPassword() {
        return KeycloakServer.administratorsPassword(Secrets.in(data));
    }

    public Path appLog() {
        return data.resolve("app.log");
    }

    /** How often the launcher restarted a part. */
    public int restarts() {
        return restarts.get();
    }

    /** Part → process, as recorded by the launcher. */
    public Map<String, ProcessHandle> parts() throws IOException {
        Map<String, ProcessHandle> parts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(data.resolve("parts"))) {
            String[] words = line.split(" ");
            ProcessHandle.of(Long.parseLong(words[1])).ifPresent(process -> parts.put(words[0], process));
        }
        return parts;
    }

    /** The process to kill under one of the demo's names: {@code app}, {@code supervisor}, {@code worker}. */
    public Optional<ProcessHandle> process(String part) throws IOException {
        Map<String, ProcessHandle> parts = parts();
        Optional<ProcessHandle> supervisor = Optional.ofNullable(parts.get("trainer"));
        return switch (part) {
            case "worker" ->
                supervisor.flatMap(trainer ->
                        trainer.descendants().filter(RunningHone::isWorker).findFirst());
            case "supervisor" -> supervisor;
            default -> Optional.ofNullable(parts.get(part));
        };
    }

    private static boolean isWorker(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains("hone.trainer.Main");
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    /** Resident memory in MB of a process with its children (PostgreSQL is many). */
    public static double residentMegabytes(ProcessHandle process) {
        double own = residentOf(process);
        return own + process.descendants().mapToDouble(RunningHone::residentOf).sum();
    }

    private static double residentOf(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    @Override
    public void close() {
        askToEnd();
        try {
            if (!launcher.waitFor(3, TimeUnit.MINUTES)) {
                launcher.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
