package hone.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keycloak from its Maven distribution, on a PostgreSQL database, with the realm {@code hone} imported at the first
 * start. An edited realm file does not change a realm that is already in the database.
 */
public final class KeycloakServer implements JvmServer {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The exit code that Keycloak's own script handles too: "I have prepared myself, start me again". */
    private static final int PREPARED = 10;

    /** The name of the secret with which {@code admin} signs in to the realm {@code master}. */
    private static final String ADMINISTRATOR = "keycloak-admin";

    private static final String KNOWN_PASSWORD = "admin";

    /** The files of the sign-in page's theme. */
    static final List<String> THEME = List.of(
            "theme.properties",
            "messages/messages_de.properties",
            "messages/messages_en.properties",
            "messages/messages_es.properties",
            "resources/css/hone.css",
            "resources/img/hone.svg");

    private final Path log;
    private final Path folder;
    private final Distributions distributions;
    private final Ports ports;
    private final String jdbcUrl;
    private final Secrets secrets;
    private final OneJvm jvm = new OneJvm();

    /** @param jdbcUrl the stack's database {@code keycloak}, whose owner is also called that */
    public KeycloakServer(Path data, Distributions distributions, Ports ports, String jdbcUrl) {
        this.log = data.resolve("keycloak.log").toAbsolutePath().normalize();
        this.folder = data.resolve("keycloak").toAbsolutePath().normalize();
        this.distributions = distributions;
        this.ports = ports;
        this.jdbcUrl = jdbcUrl;
        this.secrets = Secrets.in(data);
    }

    /** The password of the administrator {@code admin}. */
    public static String administratorsPassword(Secrets secrets) {
        return secrets.of(ADMINISTRATOR);
    }

    /** The issuer in the realm's tokens. */
    public String issuer() {
        return "http://localhost:%d/realms/hone".formatted(ports.keycloak());
    }

    @Override
    public String name() {
        return "keycloak";
    }

    /** Unpacks and prepares the distribution if that was never done; it needs no database, so it can run while one starts. */
    public Path prepared() throws IOException, InterruptedException {
        Path archive = Path.of(Distributions.builtIn("keycloak.path"));
        String topFolder = archive.getFileName()
                .toString()
                .replace("keycloak-quarkus-dist", "keycloak")
                .replace(".tar.gz", "");
        Path home = distributions.unpacked(archive, topFolder);
        distributions.once(topFolder + "-built", () -> {
            int exit = command(home, List.of()).start().awaitEnd(PATIENCE);
            if (exit != PREPARED) {
                throw new ServerDidNotStart(name(), "its preparation ended with exit code " + exit, log);
            }
        });
        return home;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path home = prepared();
        placeRealm(home);
        placeTheme(home);
        boolean earlier = Files.exists(folder) && !Files.exists(ownSecrets());
        boolean earlierLook = Files.exists(folder) && !Files.exists(ownLook());
        URI answer = URI.create(issuer() + "/.well-known/openid-configuration");
        jvm.start(command(home, List.of("-Dkc.config.built=true")), child -> child.awaitOk(List.of(answer), PATIENCE));
        if (earlier) {
            replaceKnownSecrets();
        }
        if (!Files.exists(ownSecrets())) {
            protectOwnRealm();
        }
        Files.writeString(ownSecrets(), "The administrator and the clients have the secrets of this stack.\n");
        if (earlierLook) {
            dressRealm();
        }
        Files.writeString(ownLook(), "The realm has Hone's sign-in, in its languages.\n");
    }

    private Path ownSecrets() {
        return folder.resolve("own-secrets");
    }

    private Path ownLook() {
        return folder.resolve("own-look");
    }

    /** A realm made by an earlier version had Keycloak's theme and only English; its realm file is not read again. */
    private void dressRealm() throws IOException, InterruptedException {
        try (KeycloakAdmin admin = new KeycloakAdmin("http://localhost:" + ports.keycloak())) {
            Optional<String> token = admin.token(secrets.of(ADMINISTRATOR));
            if (token.isPresent()) {
                admin.dressRealm(token.get());
            }
        }
    }

    /** In an earlier version the administrator's password was admin, and the clients had the secrets of the realm file. */
    private void replaceKnownSecrets() throws IOException, InterruptedException {
        String password = secrets.of(ADMINISTRATOR);
        try (KeycloakAdmin admin = new KeycloakAdmin("http://localhost:" + ports.keycloak())) {
            Optional<String> known = admin.token(KNOWN_PASSWORD);
            if (known.isPresent()) {
                admin.setAdministratorsPassword(known.get(), password);
            }
            Optional<String> token = known.isPresent() ? known : admin.token(password);
            if (token.isEmpty()) {
                throw new ServerDidNotStart(
                        name(),
                        "its administrator \"admin\" has a password of somebody's own; write it into "
                                + secrets.file(ADMINISTRATOR),
                        log);
            }
            for (Map.Entry<String, String> client :
                    ClientSecrets.byClient(secrets).entrySet()) {
                admin.setClientSecret(token.get(), client.getKey(), client.getValue());
            }
        }
    }

    /** The realm file describes the realm for people; the realm where the administrator signs in exists before it. */
    private void protectOwnRealm() throws IOException, InterruptedException {
        try (KeycloakAdmin admin = new KeycloakAdmin("http://localhost:" + ports.keycloak())) {
            Optional<String> token = admin.token(secrets.of(ADMINISTRATOR));
            if (token.isPresent()) {
                admin.protectMaster(token.get());
            }
        }
    }

    private ChildJvm.Command command(Path home, List<String> moreFlags) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-Dkeycloak.migration.replace-placeholders=true",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED"));
        flags.addAll(moreFlags);
        // Not on the command line, which every user of the machine can read.
        Map<String, String> environment = new HashMap<>(ClientSecrets.byVariable(secrets));
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.of(ADMINISTRATOR));
        environment.put("KC_DB_PASSWORD", PostgresServer.passwordOf(secrets, "keycloak"));
        environment.put("HONE_APP_URL", "http://localhost:" + ports.app());
        environment.put("HONE_APP_INSIDE_URL", "http://localhost:" + ports.app());
        List<String> arguments = List.of(
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.keycloak(),
                "--hostname=http://localhost:" + ports.keycloak(),
                "--hostname-backchannel-dynamic=false",
                "--http-management-port=" + ports.keycloakManagement(),
                "--health-enabled=true",
                "--cache=local",
                "--log-level=warn,io.quarkus:info",
                "--db=postgres",
                "--db-url=" + jdbcUrl,
                "--db-username=keycloak",
                "--db-pool-initial-size=1",
                "--db-pool-max-size=10");
        String classPath = home.resolve("lib").resolve("quarkus-run.jar").toString();
        return new ChildJvm.Command(
                name(), log, folder, environment, flags, classPath, QuarkusChildMain.class, arguments);
    }

    private static void placeRealm(Path home) throws IOException {
        place(home, "realm/hone-realm.json", home.resolve("data/import/hone-realm.json"));
    }

    /** The theme is in a folder that Keycloak reads at run time, so it needs no preparation. */
    private static void placeTheme(Path home) throws IOException {
        for (String file : THEME) {
            place(home, "theme/hone/login/" + file, home.resolve("themes/hone/login/" + file));
        }
    }

    private static void place(Path home, String resource, Path place) throws IOException {
        Files.createDirectories(place.getParent());
        try (InputStream file = KeycloakServer.class.getResourceAsStream("/" + resource)) {
            if (file == null) {
                throw new IllegalStateException("devstack was built without " + resource);
            }
            byte[] content = file.readAllBytes();
            // Several stacks share the distribution: the file is the same for all, so it is replaced only when it has
            // changed.
            if (!Files.exists(place) || !Arrays.equals(Files.readAllBytes(place), content)) {
                Path fresh = Files.write(Files.createTempFile(home, "placed", ".tmp"), content);
                Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    @Override
    public OneJvm jvm() {
        return jvm;
    }

    @Override
    public Path log() {
        return log;
    }
}
