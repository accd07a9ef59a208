package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import hone.devstack.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as the script starts it, where it must refuse: one sentence, a code that is not 0, nothing running. */
class RefusedStartTest {

    @TempDir
    Path data;

    private record Outcome(int exitCode, String said) {}

    @Test
    void a_taken_port_is_refused_in_one_sentence_and_leaves_nothing_running() throws Exception {
        Ports ports = Ports.free();
        try (ServerSocket taken = new ServerSocket(ports.keycloak(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            Outcome outcome = launch(environment(ports), "up");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.said().strip())
                    .isEqualTo(
                            "hone: Port %d is taken by another program: end that program, or choose another port with HONE_KEYCLOAK_PORT=…, then start again."
                                    .formatted(ports.keycloak()));
            assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
            assertThat(LauncherLock.holder(data)).isEmpty();
        }
    }

    @Test
    void a_failed_build_of_the_applications_ends_the_servers_that_were_started_beside_it() throws Exception {
        Ports ports = Ports.free();
        Files.writeString(data.resolve("build"), "failed");

        Outcome outcome = launch(
                environment(
                        ports,
                        Map.of(
                                "HONE_BUILDER",
                                Long.toString(ProcessHandle.current().pid()))),
                "up");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.said()).contains("could not be built");
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(Ports.isFree(ports.kafka())).isTrue();
        assertThat(Ports.isFree(ports.postgres())).isTrue();
    }

    @Test
    void status_and_down_of_a_hone_that_does_not_run_say_so() throws Exception {
        Map<String, String> environment = environment(Ports.free());

        assertThat(launch(environment, "status"))
                .satisfies(outcome -> assertThat(outcome.exitCode()).isEqualTo(3))
                .satisfies(outcome -> assertThat(outcome.said()).contains("./hone up"));
        assertThat(launch(environment, "down")).isEqualTo(new Outcome(0, "Hone is not running.\n"));
    }

    @Test
    void reset_asks_somebody_and_deletes_only_what_is_hones_own() throws Exception {
        Files.createDirectories(data.resolve("models/abc"));
        Files.writeString(data.resolve("app.log"), "x");
        Files.writeString(data.resolve("letters.txt"), "mine");
        Map<String, String> environment = environment(Ports.free());

        Outcome unasked = launch(environment, "reset");
        assertThat(unasked.exitCode()).isEqualTo(1);
        assertThat(unasked.said()).contains("--yes");
        assertThat(data.resolve("models/abc")).exists();

        assertThat(launch(environment, "reset", "--yes").exitCode()).isZero();
        assertThat(data.resolve("models")).doesNotExist();
        assertThat(data.resolve("app.log")).doesNotExist();
        assertThat(data.resolve("letters.txt")).hasContent("mine");
    }

    private Map<String, String> environment(Ports ports) {
        return environment(ports, Map.of());
    }

    private Map<String, String> environment(Ports ports, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("HONE_DATA", data.toString());
        all.put("HONE_APP_PORT", Integer.toString(ports.app()));
        all.put("HONE_APP_MANAGEMENT_PORT", Integer.toString(ports.appManagement()));
        all.put("HONE_SUPERVISOR_MANAGEMENT_PORT", Integer.toString(ports.supervisorManagement()));
        all.put("HONE_POSTGRES_PORT", Integer.toString(ports.postgres()));
        all.put("HONE_KAFKA_PORT", Integer.toString(ports.kafka()));
        all.put("HONE_KAFKA_CONTROLLER_PORT", Integer.toString(ports.kafkaController()));
        all.put("HONE_KEYCLOAK_PORT", Integer.toString(ports.keycloak()));
        all.put("HONE_KEYCLOAK_MANAGEMENT_PORT", Integer.toString(ports.keycloakManagement()));
        all.put("HONE_SERVE_PORT", Integer.toString(ports.serve()));
        return all;
    }

    private static Outcome launch(Map<String, String> environment, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog4j2.level=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                System.getProperty("hone.root")));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HONE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }
}
