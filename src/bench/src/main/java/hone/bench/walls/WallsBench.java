package hone.bench.walls;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.stack.RunningHone;
import hone.devstack.KafkaServer;
import hone.devstack.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * {@code bench walls}: a Hone as {@code ./hone up} starts it, and another user of the machine who tries every port with
 * credentials that once let everybody in, every file and every command line. One figure per wall: 1 when it held. What anybody
 * may see is listed.
 */
public final class WallsBench {
    private static final String BENCH = "walls";
    /** The user id of nobody on every Linux: a user who is neither root nor the servers'. */
    private static final String STRANGER = "65534";

    private final RunningHone hone;
    private final Secrets secrets;
    private final Figures figures;
    private boolean whole = true;

    public WallsBench(RunningHone hone, Figures figures) {
        this.hone = hone;
        this.secrets = Secrets.in(hone.data());
        this.figures = figures;
    }

    /** @return whether all of them held */
    public boolean run() throws IOException, InterruptedException {
        files();
        processes();
        postgres();
        kafka();
        web();
        return whole;
    }

    private void files() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            Figures.log("Only root can try files as somebody else; their permissions are looked at instead");
            held("files", "closed_to_others", permissions(hone.data()).endsWith("------"));
            return;
        }
        Process look = new ProcessBuilder(
                        "setpriv",
                        "--reuid=" + STRANGER,
                        "--regid=" + STRANGER,
                        "--clear-groups",
                        "find",
                        hone.data() + "/",
                        "(",
                        "-type",
                        "f",
                        "-readable",
                        "-o",
                        "-writable",
                        ")",
                        "-print")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String found = new String(look.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        look.waitFor();
        Figures.log("Files that a stranger can read or write: %s", found.isEmpty() ? "none" : found);
        held("files", "closed_to_others", found.isEmpty());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void processes() throws IOException {
        Map<String, ProcessHandle> parts = hone.parts();
        for (Map.Entry<String, ProcessHandle> part : parts.entrySet()) {
            String user = part.getValue().info().user().orElse("?");
            Figures.log("%s runs as %s", part.getKey(), user);
            held("processes", part.getKey() + "_is_not_root", !user.equals("root"));
        }
        List<String> known = new ArrayList<>();
        try (Stream<Path> all = Files.list(secrets.folder())) {
            for (Path file : all.toList()) {
                known.add(Files.readString(file).strip());
            }
        }
        int told = 0;
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                String line = commandLine(process);
                told += (int) known.stream().filter(line::contains).count();
            }
        }
        held("processes", "no_secret_on_a_command_line", told == 0);
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    private void postgres() {
        boolean refused = true;
        for (String user : List.of("postgres", "hone", "keycloak")) {
            for (String password : List.of("", user)) {
                try {
                    DriverManager.getConnection(
                                    "jdbc:postgresql://127.0.0.1:"
                                            + hone.ports().postgres() + "/postgres",
                                    user,
                                    password)
                            .close();
                    refused = false;
                } catch (SQLException e) {
                    refused &= String.valueOf(e.getMessage()).contains("password");
                }
            }
        }
        held("postgres", "lets_no_stranger_in", refused);
    }

    private void kafka() throws InterruptedException {
        Map<Integer, String> ports =
                Map.of(hone.ports().kafka(), "broker", hone.ports().kafkaController(), "controller");
        for (Map.Entry<Integer, String> port : ports.entrySet()) {
            Map<String, Object> stranger = new HashMap<>(KafkaServer.clientSettings(secrets, port.getKey()));
            stranger.put("security.protocol", "PLAINTEXT");
            stranger.put("request.timeout.ms", 3_000);
            stranger.put("default.api.timeout.ms", 3_000);
            boolean refused = false;
            try (Admin admin = Admin.create(stranger)) {
                admin.describeCluster().nodes().get();
            } catch (ExecutionException e) {
                refused = true;
            }
            held("kafka", port.getValue() + "_lets_no_stranger_in", refused);
        }
    }

    private void web() throws IOException, InterruptedException {
        String app = "http://127.0.0.1:" + hone.ports().app();
        String keycloak = "http://127.0.0.1:" + hone.ports().keycloak();
        String serve = "http://127.0.0.1:" + hone.ports().serve();
        held("app", "api_asks_for_a_token", get(app + "/api/projects/kind-endings/import") == 401);
        held("app", "pages_lead_to_sign_in", get(app + "/home") / 100 == 3);
        for (String asked : List.of("/v1/models", "/control/models")) {
            held("serve", asked + "_asks_for_the_token", get(serve + asked) == 401);
        }
        held("serve", "/v1/chat/completions_asks_for_the_token", post(serve + "/v1/chat/completions", "{}") == 401);
        held(
                "keycloak",
                "admin_admin_is_refused",
                post(
                                keycloak + "/realms/master/protocol/openid-connect/token",
                                "grant_type=password&client_id=admin-cli&username=admin&password=admin")
                        != 200);
        held(
                "keycloak",
                "known_client_secret_is_refused",
                post(
                                keycloak + "/realms/hone/protocol/openid-connect/token",
                                "grant_type=client_credentials&client_id=hone-cli&client_secret=demo-secret-of-the-cli")
                        != 200);
        for (int management : List.of(hone.ports().appManagement(), hone.ports().supervisorManagement())) {
            boolean nothing = true;
            for (String path :
                    List.of("/q/arc", "/q/info", "/q/dev", "/q/scheduler", "/q/openapi", "/q/logging-manager")) {
                nothing &= get("http://127.0.0.1:" + management + path) == 404;
            }
            held("port " + management, "health_and_metrics_only", nothing);
        }
        Figures.log("Anybody on the machine may see: sign-in pages, /health of the model server, health and metrics");
    }

    private static int get(String address) throws IOException, InterruptedException {
        return status(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    private static int post(String address, String body) throws IOException, InterruptedException {
        return status(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    private void held(String what, String wall, boolean holds) {
        whole &= holds;
        figures.print(Figure.of(BENCH, what, wall, holds ? 1 : 0, ""));
    }
}
