package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.ModelInspection;
import hone.contract.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models on their way in are read in processes of their own. */
class InspectionsTest {
    private static final String INSPECT = "/control/inspect";

    @TempDir
    Path models;

    private Serve server;
    private Asking ask;

    @BeforeEach
    void aServerWithoutModels() {
        server = Serve.started(ServeOptions.of(
                List.of("--port", "0", "--threads", "1"),
                Map.of("HONE_MODELS", models.toString(), "HONE_SERVE_TOKEN", Asking.TOKEN)));
        ask = new Asking(server.port());
    }

    @AfterEach
    void itEnds() {
        server.close();
    }

    @Test
    void aWholeModelIsDescribedAndADamagedOneIsRefusedInASentence() throws Exception {
        Path whole = arriving("1", "whole");
        Path damaged = arriving("2", "damaged");
        Files.writeString(damaged.resolve("model.safetensors"), "no weights");

        Asking.Answer read = ask.post(INSPECT, folder(whole));
        Asking.Answer refused = ask.post(INSPECT, folder(damaged));

        assertThat(Wire.read(read.body().path("inspection").toString(), ModelInspection.class)
                        .size()
                        .parameters())
                .isEqualTo(1_404_320);
        assertThat(refused.body().has("inspection")).isFalse();
        assertThat(refused.body().path("refused").asText())
                .contains("model.safetensors")
                .endsWith(".")
                .doesNotContain(models.toString());
    }

    @Test
    void onlyWhatIsOnItsWayIntoTheFolderOfModelsIsRead() throws Exception {
        Path elsewhere = Files.createDirectories(models.resolve("0".repeat(64)).resolve("model"));
        Files.createDirectories(models.resolve(".brought-3"));
        Files.createSymbolicLink(models.resolve(".brought-3/link"), Asking.SHIPPED);

        for (String folder : List.of(
                "../x",
                "/etc",
                ".brought-3/link",
                ".brought-3/..",
                ".brought-3/none",
                models.relativize(elsewhere).toString())) {
            Asking.Answer answer = ask.post(INSPECT, Wire.write(Map.of("folder", folder)));

            assertThat(answer.status()).as(folder).isEqualTo(400);
        }
        assertThat(ask.stranger(INSPECT).status()).isEqualTo(401);
    }

    @Test
    void hangingUpEndsTheProcessThatReads() throws Exception {
        HttpRequest request = ask.request(INSPECT)
                .POST(HttpRequest.BodyPublishers.ofString(folder(arriving("4", "endless"))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<InputStream>> answer =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
            ProcessHandle reader = reader();
            // Stopped, it would be there for ever.
            new ProcessBuilder("kill", "-STOP", Long.toString(reader.pid()))
                    .start()
                    .waitFor();
            answer.join().body().close();

            reader.onExit().join();
        }

        Asking.Answer next = ask.post(INSPECT, folder(arriving("5", "next")));
        assertThat(next.body().has("inspection")).isTrue();
    }

    private static ProcessHandle reader() {
        while (true) {
            Optional<ProcessHandle> found = ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().arguments().stream()
                            .flatMap(Stream::of)
                            .anyMatch("inspect"::equals))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.onSpinWait();
        }
    }

    private Path arriving(String id, String name) throws IOException {
        Path folder = Files.createDirectories(models.resolve(".brought-" + id).resolve(name));
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Asking.SHIPPED.resolve(file), folder.resolve(file));
        }
        return folder;
    }

    private String folder(Path arriving) {
        JsonNode body = Wire.mapper()
                .createObjectNode()
                .put("folder", models.relativize(arriving).toString());
        return body.toString();
    }
}
