package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoneApiTest {

    private static final String SO_FAR =
            "{\"reading\":\"1\",\"linesRead\":400,\"promptsNew\":390,\"refused\":10,\"percent\":40}";
    private static final String TAKEN =
            "{\"id\":\"1\",\"file\":\"two words.jsonl\",\"state\":\"read\",\"promptsNew\":1,\"promptsOld\":0,\"refused\":0,\"ended\":\"\"}";
    private static final Map<String, String> ANSWERS = Map.of(
            "closed",
            "{\"status\":409,\"detail\":\"The project \\\"closed\\\" takes no more.\"}",
            "nothing",
            "{\"promptsNew\":0,\"promptsOld\":0,\"refused\":7,\"reasons\":[{\"reason\":\"Not JSON.\",\"lines\":7}],\"ended\":\"\"}",
            "cancelled",
            "{\"promptsNew\":5,\"promptsOld\":0,\"refused\":0,\"ended\":\"Cancelled after line 5.\"}",
            "broken",
            SO_FAR);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

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
            String path = exchange.getRequestURI().getPath();
            String project = path.replaceAll("/api/projects/([^/]*)/.*", "$1");
            answer(
                    exchange,
                    project.equals("closed") ? 409 : 200,
                    ANSWERS.getOrDefault(project, SO_FAR + "\n" + TAKEN));
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

        ImportAnswer answer = imported(file.toString(), "--project", "kind");

        assertThat(answer.report()).isEqualTo(TAKEN);
        assertThat(answer.fault()).isEmpty();
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("400 lines read (40 %), 390 prompts are new, 10 lines were refused");
        assertThat(seen)
                .containsExactly(
                        "POST /api/projects/kind/import?file=two%20words.jsonl Bearer T0KEN {\"prompt\":\"Hi\"}");
    }

    @Test
    void an_import_that_took_nothing_fails_with_the_reason_of_most_lines_and_a_broken_one_with_the_way_on()
            throws Exception {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "x");

        assertThat(imported(file.toString(), "--project", "nothing").fault().orElseThrow())
                .isEqualTo("Nothing was imported: all 7 lines were refused, most of them for this: Not JSON.");
        assertThat(imported(file.toString(), "--project", "cancelled").fault()).contains("Cancelled after line 5.");
        assertThatThrownBy(() -> imported(file.toString(), "--project", "broken"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("run the same command again");
    }

    @Test
    void what_the_app_refuses_is_said_in_its_own_words() throws Exception {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "x");

        assertThatThrownBy(() -> imported("--project", "closed", file.toString()))
                .isInstanceOf(Refusal.class)
                .hasMessage("The project \"closed\" takes no more.");
    }

    @Test
    void a_missing_file_project_task_or_secret_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> imported("a.jsonl")).hasMessageContaining("--project KEY");
        assertThatThrownBy(() -> imported("/no/such/file", "--project", "kind")).hasMessageContaining("/no/such/file");
        assertThatThrownBy(() -> api.lineage(List.of())).hasMessageContaining("./hone lineage TASK");
        assertThatThrownBy(() -> new HoneApi(api.app(), api.issuer(), "wrong").lineage(List.of("t")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("HONE_CLI_SECRET");
    }

    @Test
    void what_is_said_of_files_becomes_parameters_of_the_address() throws IOException {
        Path one = Files.writeString(folder.resolve("one.csv"), "x");
        Path two = Files.writeString(folder.resolve("two.csv"), "x");

        ImportCommand command = ImportCommand.of(List.of(
                one.toString(),
                "--map",
                "my question=prompt",
                "--project",
                "kind",
                "--dry-run",
                two.toString(),
                "--format",
                "alpaca"));

        assertThat(command.files()).containsExactly(one, two);
        assertThat(command.parameters()).isEqualTo("&map=my%20question%3Dprompt&dry-run=true&format=alpaca");
        assertThatThrownBy(() -> ImportCommand.of(List.of(one.toString(), "--project", "kind", "--fast")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no option --fast.");
    }

    private ImportAnswer imported(String... arguments) throws IOException, InterruptedException {
        ImportCommand command = ImportCommand.of(List.of(arguments));
        return api.importFile(
                command, command.files().getFirst(), new PrintStream(progress, true, StandardCharsets.UTF_8), false);
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
