package hone;

import static org.assertj.core.api.Assertions.assertThat;

import hone.devstack.Stack;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The packaged app and trainer service with exactly the environment that docker-compose.yml gives them: the same names,
 * and values in which only hosts, ports and folders are this machine's.
 */
class ComposeEnvironmentIT {
    private static final Path ROOT = Path.of(System.getProperty("hone.root"));
    private static final Pattern ASKED_FOR = Pattern.compile("\\$\\{([A-Z_]+)(:[^}]*)?}");

    /** What a person would write into .env. */
    private static final Map<String, String> DOT_ENV = Map.of(
            "HONE_APP_SECRET", "demo-secret-of-the-app",
            "HONE_COOKIE_SECRET", "Zk3vQ8pT1xW6bN0rYd5uGh2LmC7jEoAs4iFtVqXz",
            "HONE_KEYCLOAK_URL", "https://id.example.org",
            "HONE_SERVE_TOKEN", "a-token-of-this-test",
            "HONE_TRUSTED_PROXIES", "127.0.0.1");

    @TempDir
    static Path folder;

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.in(folder).postgres("hone").kafka().keycloak().start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void theAppRefusesTheDemosSecretAndBecomesReadyWithOneOfItsOwn() throws Exception {
        Map<String, String> environment = environment("app");

        Process refused = start("src/target/quarkus-app/quarkus-run.jar", environment, "refused.log");
        assertThat(refused.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(refused.exitValue()).isNotZero();
        assertThat(folder.resolve("refused.log")).content().contains("QUARKUS_OIDC_CREDENTIALS_SECRET");

        environment.put("QUARKUS_OIDC_CREDENTIALS_SECRET", "9f2c41d7be0a6538c1e47d92ab50f863");
        Process app = start("src/target/quarkus-app/quarkus-run.jar", environment, "app.log");
        // The trainer service is ready once the app has made the topics.
        Process trainer =
                start("trainer/supervisor/target/quarkus-app/quarkus-run.jar", environment("trainer"), "trainer.log");
        try {
            awaitReady(app, stack.ports().appManagement(), "app.log");
            awaitReady(trainer, stack.ports().supervisorManagement(), "trainer.log");
        } finally {
            app.destroy();
            trainer.destroy();
        }
        assertThat(app.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(trainer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> environment(String service) throws IOException {
        try (Reader reader = Files.newBufferedReader(ROOT.resolve("docker-compose.yml"))) {
            Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            Map<String, Map<String, Object>> services = (Map<String, Map<String, Object>>) file.get("services");
            Map<String, Object> all =
                    (Map<String, Object>) services.get(service).get("environment");
            Map<String, String> environment = new LinkedHashMap<>();
            all.forEach((name, value) -> environment.put(name, here(name, String.valueOf(value), service)));
            // Compose's Kafka is on a network of its own; this machine's asks who comes.
            stack.kafkaClient()
                    .forEach((name, value) -> environment.putIfAbsent(
                            "KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value.toString()));
            return environment;
        }
    }

    private static String here(String name, String value, String service) {
        String given = ASKED_FOR
                .matcher(value)
                .replaceAll(asked -> Objects.requireNonNull(
                        asked.group(1).equals("HONE_DATABASE_PASSWORD")
                                ? stack.password("hone")
                                : DOT_ENV.get(asked.group(1)),
                        asked.group(1)));
        boolean app = service.equals("app");
        return switch (name) {
            case "QUARKUS_HTTP_HOST", "QUARKUS_MANAGEMENT_HOST" -> "127.0.0.1";
            case "QUARKUS_HTTP_PORT" -> Integer.toString(stack.ports().app());
            case "QUARKUS_MANAGEMENT_PORT" ->
                Integer.toString(
                        app ? stack.ports().appManagement() : stack.ports().supervisorManagement());
            default ->
                given.replace("jdbc:postgresql://postgres:5432/hone", stack.jdbcUrl("hone"))
                        .replace("http://keycloak:8080/realms/hone", stack.issuer())
                        .replace("kafka:9092", stack.kafkaBootstrap())
                        .replace("/var/lib/hone", folder.toString())
                        .replace(
                                "/opt/hone/worker/worker.classpath",
                                ROOT.resolve("trainer/target/worker.classpath").toString())
                        .replace("/opt/hone/worker", ROOT.resolve("trainer").toString());
        };
    }

    private static Process start(String jar, Map<String, String> environment, String log) throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.createDirectories(folder.resolve("runs"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        ROOT.resolve(jar).toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitReady(Process process, int port, String log) throws Exception {
        URI ready = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
        String last = "no answer";
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int look = 0; look < 360; look++) {
                // Waiting for its end is the pause between two looks.
                if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(
                            "ended with %d: %s".formatted(process.exitValue(), Files.readString(folder.resolve(log))));
                }
                try {
                    var answer = client.send(
                            HttpRequest.newBuilder(ready)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString());
                    last = answer.body();
                    if (answer.statusCode() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    last = String.valueOf(e.getMessage());
                }
            }
        }
        throw new AssertionError("not ready: %s%n%s".formatted(last, Files.readString(folder.resolve(log))));
    }
}
