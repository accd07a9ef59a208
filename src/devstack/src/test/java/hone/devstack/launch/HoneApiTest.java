package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoneApiTest {

    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server = stopped();
    private HoneApi api = new HoneApi("", "", "");

    @BeforeEach
    void start() {
        server.createContext("/realm/protocol/openid-connect/token", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = form.contains("client_id=hone-cli") && form.contains("client_secret=s%26cret");
            answer(exchange, known ? 200 : 401, "{\"access_token\":\"T0KEN\",\"expires_in\":300}");
        });
        server.createContext("/api/", exchange -> {
            seen.add("%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            boolean refused = exchange.getRequestURI().getPath().contains("closed");
            answer(
                    exchange,
                    refused ? 409 : 200,
                    refused ? "{\"status\":409,\"detail\":\"The project \\\"closed\\\" takes no more.\"}" : "taken: 1");
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        api = new HoneApi(address, address + "/realm", "s&cret");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void import_sends_the_file_with_a_token_and_returns_the_report() throws Exception {
        Path file = Files.writeString(folder.resolve("two words.jsonl"), "{\"prompt\":\"Hi\"}");

        String report = api.importFile(List.of(file.toString(), "--project", "kind"));

        assertThat(report).isEqualTo("taken: 1");
        assertThat(seen)
                .containsExactly(
                        "POST /api/projects/kind/import?file=two%20words.jsonl Bearer T0KEN {\"prompt\":\"Hi\"}");
    }

    @Test
    void what_the_app_refuses_is_said_in_its_own_words() throws Exception {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "x");

        assertThatThrownBy(() -> api.importFile(List.of("--project", "closed", file.toString())))
                .isInstanceOf(Refusal.class)
                .hasMessage("The project \"closed\" takes no more.");
    }

    @Test
    void a_missing_file_project_task_or_secret_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> api.importFile(List.of("a.jsonl"))).hasMessageContaining("--project KEY");
        assertThatThrownBy(() -> api.importFile(List.of("/no/such/file", "--project", "kind")))
                .hasMessageContaining("/no/such/file");
        assertThatThrownBy(() -> api.lineage(List.of())).hasMessageContaining("./hone lineage TASK");
        assertThatThrownBy(() -> new HoneApi(api.app(), api.issuer(), "wrong").lineage(List.of("t")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("HONE_CLI_SECRET");
    }

    private static HttpServer stopped() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
