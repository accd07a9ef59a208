package hone.devstack.launch;

import hone.devstack.ClientSecrets;
import hone.devstack.KafkaServer;
import hone.devstack.PostgresServer;
import hone.devstack.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The environment of app and supervisor when they run on one machine: the same names that docker-compose.yml sets and README.md
 * lists. Quarkus settings that the user has exported pass through.
 */
public record Environment(Settings settings, Map<String, String> exported) {

    public Map<String, String> app(String jdbcUrl, String kafkaBootstrap, String issuer) {
        Map<String, String> all = common(kafkaBootstrap);
        all.put("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl);
        all.put("QUARKUS_DATASOURCE_USERNAME", "hone");
        all.put("QUARKUS_DATASOURCE_PASSWORD", PostgresServer.passwordOf(secrets(), "hone"));
        all.put("QUARKUS_OIDC_AUTH_SERVER_URL", issuer);
        all.put("HONE_MODE", "demo");
        all.put("QUARKUS_OIDC_CREDENTIALS_SECRET", ClientSecrets.ofApp(secrets()));
        all.put("QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET", secrets().of("cookie"));
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        all.put("QUARKUS_HTTP_PORT", Integer.toString(settings.ports().app()));
        all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(settings.ports().appManagement()));
        all.put("HONE_SERVE_URL", "http://127.0.0.1:" + settings.ports().serve());
        all.put("HONE_SERVE_TOKEN", serveToken());
        // The demo project is made from the base model and the samples beside it.
        if (Files.isDirectory(settings.baseModel())) {
            all.put("HONE_DEMO_FOLDER", settings.baseModel().toString());
        }
        // Set to nothing, the demo project begins without any work done.
        if (Files.isRegularFile(settings.demoArchive())) {
            all.putIfAbsent("HONE_DEMO_ARCHIVE", settings.demoArchive().toString());
        }
        return all;
    }

    /** Of the app at most. */
    String appHeap() {
        String megabytes = exported.getOrDefault("HONE_APP_HEAP_MB", "512").strip();
        if (!megabytes.matches("[1-9][0-9]{1,5}")) {
            throw new Refusal(
                    "HONE_APP_HEAP_MB is \"%s\": set it to a number of megabytes, or unset it.".formatted(megabytes));
        }
        return megabytes + "m";
    }

    public Map<String, String> supervisor(String kafkaBootstrap) {
        Map<String, String> all = common(kafkaBootstrap);
        all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(settings.ports().supervisorManagement()));
        all.put("HONE_RUNS", settings.runs().toString());
        Path trainer = settings.root().resolve("trainer");
        all.put(
                "HONE_WORKER_CLASSPATH_FILE",
                trainer.resolve("target/worker.classpath").toString());
        all.put("HONE_WORKER_JVM_FILE", trainer.resolve("worker.jvm").toString());
        all.put("HONE_WORKER_ENV_FILE", trainer.resolve("worker.env").toString());
        return all;
    }

    /** The environment of the model server. */
    public Map<String, String> serve() throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("HONE_MODELS", settings.models().toString());
        all.put("HONE_SERVE_TOKEN", serveToken());
        Path workers = settings.root().resolve("trainer").resolve("worker.env");
        for (String line : Files.readAllLines(workers)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                all.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return all;
    }

    private String serveToken() {
        return exported.getOrDefault("HONE_SERVE_TOKEN", secrets().of("serve"));
    }

    private Secrets secrets() {
        return Secrets.in(settings.data());
    }

    private Map<String, String> common(String kafkaBootstrap) {
        Map<String, String> all = new HashMap<>();
        exported.forEach((name, value) -> {
            if (name.startsWith("QUARKUS_") || name.startsWith("HONE_")) {
                all.put(name, value);
            }
        });
        KafkaServer.clientSettings(secrets(), settings.ports().kafka())
                .forEach((name, value) ->
                        all.put("KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value.toString()));
        all.put("KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrap);
        all.put("HONE_TOPIC_PREFIX", exported.getOrDefault("HONE_TOPIC_PREFIX", "hone."));
        all.put("HONE_MODELS", settings.models().toString());
        // Logs for a person at a terminal; elsewhere the default is JSON, for log collectors.
        all.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", exported.getOrDefault("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false"));
        all.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        return all;
    }
}
