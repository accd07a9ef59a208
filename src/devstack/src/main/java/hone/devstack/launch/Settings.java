package hone.devstack.launch;

import hone.devstack.Distributions;
import hone.devstack.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the environment sets for {@code ./hone}. All of it has defaults; README.md lists them. */
public record Settings(Path root, Path data, Ports ports) {

    static Settings of(Path root, Map<String, String> environment) {
        String data = environment.getOrDefault("HONE_DATA", "");
        return new Settings(
                root,
                data.isBlank()
                        ? root.resolve(".hone")
                        : Path.of(data).toAbsolutePath().normalize(),
                new Ports(
                        port(environment, "HONE_APP_PORT", 8080),
                        port(environment, "HONE_APP_MANAGEMENT_PORT", 9080),
                        port(environment, "HONE_SUPERVISOR_MANAGEMENT_PORT", 9090),
                        port(environment, "HONE_POSTGRES_PORT", 15432),
                        port(environment, "HONE_KAFKA_PORT", 19092),
                        port(environment, "HONE_KAFKA_CONTROLLER_PORT", 19093),
                        port(environment, "HONE_KEYCLOAK_PORT", 18180),
                        port(environment, "HONE_KEYCLOAK_MANAGEMENT_PORT", 19000),
                        port(environment, "HONE_SERVE_PORT", 18000)));
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Reported below, together with numbers out of range.
        }
        throw new Refusal("%s is \"%s\", which is not a port: set it to a number from 1 to 65535, or unset it."
                .formatted(name, value));
    }

    /** The variable that changes each port, for messages. */
    Map<String, Integer> portsByVariable() {
        return Map.of(
                "HONE_APP_PORT", ports.app(),
                "HONE_APP_MANAGEMENT_PORT", ports.appManagement(),
                "HONE_SUPERVISOR_MANAGEMENT_PORT", ports.supervisorManagement(),
                "HONE_POSTGRES_PORT", ports.postgres(),
                "HONE_KAFKA_PORT", ports.kafka(),
                "HONE_KAFKA_CONTROLLER_PORT", ports.kafkaController(),
                "HONE_KEYCLOAK_PORT", ports.keycloak(),
                "HONE_KEYCLOAK_MANAGEMENT_PORT", ports.keycloakManagement(),
                "HONE_SERVE_PORT", ports.serve());
    }

    /**
     * Beside the checkout's other build products, unless that folder belongs to another user, as when root has started us as
     * somebody else.
     */
    Distributions distributions() {
        Path shared = root.resolve(".devstack").resolve("distributions");
        Path existing = Files.exists(shared)
                ? shared
                : Files.exists(root.resolve(".devstack")) ? root.resolve(".devstack") : root;
        return new Distributions(Files.isWritable(existing) ? shared : data.resolve("distributions"));
    }

    /** Checkpoints, addressed by the sha256 of their manifest: both the app and the trainer see this folder. */
    Path models() {
        return data.resolve("models");
    }

    Path runs() {
        return data.resolve("runs");
    }

    /** The base model that ships with Hone. */
    Path baseModel() {
        return root.resolve("trainer").resolve("base");
    }

    /** The demo project as it ships: a round of simulated people's work, exported whole. */
    Path demoArchive() {
        return root.resolve("src/devstack/demo/kind-endings.hone.zip");
    }

    String appUrl() {
        return "http://localhost:" + ports.app();
    }
}
