package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hone model import} and {@code export}: a folder goes as a tar, and one comes back whole or not at all. */
class ModelCommandTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final String ANSWER = """
            {"id":"7","name":"mine","sha256":"aa","added":true,"family":"llama","parameters":134515008,"contextTokens":8192,
            "chatTemplate":"the model's own, tokenizer_config.json","endTokens":["<|im_end|>"],"licence":"LICENSE",
            "leftOut":["pytorch_model.bin"],"baseOf":"kind"}""".replace("\n", "");

    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private byte[] received = new byte[0];
    private byte[] files = new byte[0];
    private HttpServer server;
    private HoneApi api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/realm/protocol/openid-connect/token",
                exchange -> answer(exchange, 200, "{\"access_token\":\"T\"}".getBytes(StandardCharsets.UTF_8)));
        server.createContext("/api/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            received = exchange.getRequestBody().readAllBytes();
            String address = exchange.getRequestURI().toString();
            if (address.contains("refused")) {
                answer(exchange, 400, "{\"detail\":\"It holds a NaN.\"}".getBytes(StandardCharsets.UTF_8));
            } else {
                answer(exchange, 200, address.endsWith("/files") ? files : ANSWER.getBytes(StandardCharsets.UTF_8));
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

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void a_folder_goes_as_a_tar_that_the_systems_tar_reads_and_the_answer_is_one_sentence() throws Exception {
        Path model = model("mine");

        String said = api.importModel(
                        in("import", model.toString(), "--project", "kind", "--name", "m"), NOWHERE, false)
                .sentence();

        assertThat(seen).containsExactly("POST /api/v1/models?source=mine&name=m&project=kind");
        Path tar = Files.write(folder.resolve("received.tar"), received);
        assertThat(run("tar", "-tf", tar.toString()).lines()).containsExactly("config.json", "model.safetensors");
        assertThat(said)
                .isEqualTo(
                        "mine is here now: llama, 134.5 million parameters, context of 8192 tokens, chat template the model's own, tokenizer_config.json, licence LICENSE. It is the base of kind. Left out, since a model needs none of them: pytorch_model.bin.");
    }

    @Test
    void a_refusal_is_the_apps_sentence() throws Exception {
        Path model = model("refused");

        assertThatThrownBy(() -> api.importModel(in("import", model.toString()), NOWHERE, false))
                .isInstanceOf(Refusal.class)
                .hasMessage("It holds a NaN.");
    }

    @Test
    void a_model_comes_back_as_a_folder_or_as_a_tar() throws Exception {
        Path model = model("mine");
        run("tar", "-cf", folder.resolve("all.tar").toString(), "-C", folder.toString(), "mine");
        files = Files.readAllBytes(folder.resolve("all.tar"));

        api.exportModel(out(
                "export",
                "mine",
                "--project",
                "kind",
                "--out",
                folder.resolve("back").toString()));
        api.exportModel(out(
                "export",
                "mine",
                "--project",
                "kind",
                "--out",
                folder.resolve("back.tar").toString()));

        assertThat(folder.resolve("back/model.safetensors")).hasSameBinaryContentAs(model.resolve("model.safetensors"));
        assertThat(folder.resolve("back.tar")).hasBinaryContent(files);
        assertThat(seen).contains("GET /api/v1/projects/kind/models/mine/files");
    }

    @Test
    void what_breaks_off_leaves_nothing() throws Exception {
        model("mine");
        run("tar", "-cf", folder.resolve("all.tar").toString(), "-C", folder.toString(), "mine");
        files = java.util.Arrays.copyOf(Files.readAllBytes(folder.resolve("all.tar")), 3_000);

        assertThatThrownBy(() -> api.exportModel(out(
                        "export",
                        "mine",
                        "--project",
                        "kind",
                        "--out",
                        folder.resolve("back").toString())))
                .isInstanceOf(Refusal.class);

        assertThat(folder.resolve("back")).doesNotExist();
        assertThat(folder.resolve("back.unfinished")).doesNotExist();
    }

    @Test
    void what_can_not_be_meant_is_refused_with_the_usage() {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("import"),
                List.of("import", "/nowhere/at/all"),
                List.of("export", "mine", "--project", "kind"),
                List.of("export", "mine", "--out", "x"),
                List.of("export", "mine", "--project", "kind", "--out", folder.toString()),
                List.of("import", folder.toString(), "--out", "x"),
                List.of("import", folder.toString(), "--speed", "3"),
                List.of("import", folder.toString(), "--name"))) {
            assertThatThrownBy(() -> ModelOrder.read(words))
                    .as(words.toString())
                    .isInstanceOf(Refusal.class);
        }
    }

    private static ModelOrder.In in(String... words) {
        return (ModelOrder.In) ModelOrder.read(List.of(words));
    }

    private static ModelOrder.Out out(String... words) {
        return (ModelOrder.Out) ModelOrder.read(List.of(words));
    }

    private Path model(String name) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.write(model.resolve("model.safetensors"), new byte[3 << 20]);
        Files.createDirectories(model.resolve("onnx"));
        return model;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
