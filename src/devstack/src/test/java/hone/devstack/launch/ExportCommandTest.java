package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** {@code ./hone export}: the file where it is wanted, whole or not at all, and what it does not hold. */
class ExportCommandTest {
    private static final String ROWS = "{\"prompt\":\"Hi\"}\n";
    /** Of the rows, by sha256sum. */
    private static final String SHA256 = "8560397890a79cfe08463648fd29940d317cc74c50e1056f1184af1ac7548b4d";

    private static final String REPORT = """
            {"state":"%s","sha256":"%s","judgments":3,"rows":2,"bytes":16,"report":{"hidden":0,
            "leftOut":{"A tie has no \\"chosen\\".":1},"neverHeld":["Seconds."]}}""";

    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private String state = "sent";
    private HttpServer server;
    private HoneApi api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/realm/protocol/openid-connect/token", exchange -> answer(exchange, 200, "{\"access_token\":\"T\"}"));
        server.createContext("/api/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String address = exchange.getRequestURI().toString();
            exchange.getResponseHeaders().add("Hone-Export", "7");
            if (address.contains("/nosuch/")) {
                answer(exchange, 404, "{\"detail\":\"There is no project.\"}");
            } else if (address.endsWith("/export/7")) {
                answer(exchange, 200, REPORT.formatted(state, SHA256));
            } else {
                answer(exchange, 200, ROWS);
            }
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        api = new HoneApi(address, address + "/realm", "secret");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void the_file_is_written_and_what_the_format_left_out_is_said() throws Exception {
        Path file = folder.resolve("out.jsonl");

        List<String> said = export("--project", "kind", "--format", "trl-preference", "--out", file.toString());

        assertThat(file).hasContent(ROWS);
        assertThat(said)
                .containsExactly(
                        "3 judgments in 2 rows, 16 bytes",
                        "left out, 1 times: A tie has no \"chosen\".",
                        "never in this format: Seconds.");
        assertThat(seen)
                .containsExactly(
                        "GET /api/projects/kind/export?format=trl-preference", "GET /api/projects/kind/export/7");
    }

    @Test
    void a_file_that_did_not_come_whole_is_not_left_behind() throws Exception {
        Path file = Files.writeString(folder.resolve("out.jsonl"), "from before");
        state = "failed";

        assertThatThrownBy(() -> export("--project", "kind", "--out", file.toString()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("did not come whole");

        assertThat(file).hasContent("from before");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void what_is_not_understood_or_not_there_is_refused() {
        assertThatThrownBy(() -> export()).hasMessageContaining("./hone export --project KEY");
        assertThatThrownBy(() -> export("--project", "kind", "--colour")).hasMessageContaining("no option --colour");
        assertThatThrownBy(() -> export("--project")).hasMessageContaining("Say what --project is");
        assertThatThrownBy(() -> export("--project", "kind", "--all", "--dataset", "1"))
                .hasMessageContaining("leave out --all or --dataset");
        assertThatThrownBy(() -> export("--project", "kind", "--models", "none"))
                .hasMessageContaining("add --all, or leave out --models");
        assertThatThrownBy(() -> export("--project", "nosuch")).hasMessage("There is no project.");
    }

    @Test
    void an_archive_is_known_by_its_content_and_sent_without_a_project() throws Exception {
        Path archive = Files.writeString(folder.resolve("kind.zip"), "PK and more");
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), ROWS);

        assertThat(ArchiveOrder.read(List.of(rows.toString()))).isEmpty();
        api.takeIn(
                ArchiveOrder.read(List.of(archive.toString(), "--same-names")).orElseThrow());

        assertThat(seen).containsExactly("POST /api/archives?people=here");
    }

    private List<String> export(String... arguments) throws IOException, InterruptedException {
        return api.export(ExportOrder.read(List.of(arguments)), new ByteArrayOutputStream())
                .lines();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
