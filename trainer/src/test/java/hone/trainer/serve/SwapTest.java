package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.tensor.Scope;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which weights a name stands for changes while it is asked. */
class SwapTest {
    private static final Path BASE = Path.of(System.getProperty("hone.root"), "trainer", "base");
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    Path models;

    private Serve server;
    private Asking ask;

    @BeforeEach
    void aServerWithoutModels() {
        server = Serve.started(ServeOptions.of(
                List.of("--port", "0", "--threads", "1", "--models", "2"),
                Map.of("HONE_MODELS", models.toString(), "HONE_SERVE_TOKEN", Asking.TOKEN)));
        ask = new Asking(server.port());
    }

    @AfterEach
    void itEnds() {
        server.close();
    }

    @Test
    void noRequestFailsWhileTheModelIsSwappedTwentyTimes() throws Exception {
        List<String> checkpoints = List.of(checkpoint(1), checkpoint(2), checkpoint(3));
        serve("circle", checkpoints.getFirst());
        AtomicBoolean swapping = new AtomicBoolean(true);
        Set<String> answered = new ConcurrentSkipListSet<>();
        List<Future<Integer>> streams = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                streams.add(callers.submit(() -> {
                    int count = 0;
                    while (swapping.get()) {
                        HttpResponse<Stream<String>> stream = ask.stream(CHAT, question("circle", 25, true));
                        assertThat(stream.statusCode()).isEqualTo(200);
                        assertThat(Asking.reason(Asking.events(stream.body()))).isPresent();
                        answered.add(stream.headers()
                                .firstValue(Completions.CHECKPOINT_HEADER)
                                .orElseThrow());
                        count++;
                    }
                    return count;
                }));
            }
            for (int swap = 1; swap <= 20; swap++) {
                String next = checkpoints.get(swap % checkpoints.size());
                serve("circle", next);
                assertThat(ask.post(CHAT, question("circle", 1, false)).checkpoint())
                        .isEqualTo(next);
            }
            swapping.set(false);
        }

        for (Future<Integer> stream : streams) {
            assertThat(stream.get()).isPositive();
        }
        assertThat(answered).isSubsetOf(checkpoints).hasSizeGreaterThan(1);
        assertThat(ask.get("/health").body().path("loaded").asInt()).isEqualTo(1);
    }

    @Test
    void theMemoryOfAModelThatNobodyNamesIsGivenBack() throws Exception {
        String one = checkpoint(1);
        String two = checkpoint(2);
        serve("circle", one);
        assertThat(ask.post(CHAT, question("circle", 2, false)).status()).isEqualTo(200);
        awaitOnlyWeights();
        long kept = Scope.keptObjects();

        for (int i = 0; i < 3; i++) {
            serve("circle", two);
            serve("circle", one);
        }

        assertThat(Scope.keptObjects()).isEqualTo(kept);
    }

    @Test
    void namesBeyondTheMemoryAreServedAllTheSame() throws Exception {
        List<String> names = List.of("first", "second", "third", "fourth");
        for (int i = 0; i < names.size(); i++) {
            serve(names.get(i), checkpoint(i));
        }

        Set<String> answered = new TreeSet<>();
        for (String name : names) {
            answered.add(ask.post(CHAT, question(name, 2, false)).checkpoint());
        }

        assertThat(answered).hasSize(4);
        assertThat(ask.get("/health").body().path("loaded").asInt()).isLessThanOrEqualTo(2);
        assertThat(ask.get("/v1/models").body().path("data")).hasSize(4);
    }

    @Test
    void theControlIsForWhoeverHasTheTokenAndForCheckpointsThatAreThere() throws Exception {
        String there = checkpoint(1);
        String path = "/control/models/circle";

        assertThat(ask.put(path, "another token", body(there)).status()).isEqualTo(401);
        for (String asked : List.of("/control/models", "/v1/models", "/v1/models/circle", "/v1/nothing")) {
            assertThat(ask.stranger(asked).status()).as(asked).isEqualTo(401);
        }
        assertThat(ask.stranger("/health").status()).isEqualTo(200);
        assertThat(ask.put(path, Asking.TOKEN, body("ab".repeat(32))).code()).isEqualTo("checkpoint_not_found");
        assertThat(ask.put(path, Asking.TOKEN, body("../../etc")).code()).isEqualTo("invalid_value");
        assertThat(ask.put("/control/models/..%2f..", Asking.TOKEN, body(there)).status())
                .isEqualTo(400);
        assertThat(ask.put(path, Asking.TOKEN, "{}").code()).isEqualTo("missing_required_parameter");
        assertThat(ask.put(path, Asking.TOKEN, body(there)).status()).isEqualTo(200);
        Files.delete(models.resolve(checkpoint(5)).resolve("model.safetensors"));
        assertThat(ask.put(path, Asking.TOKEN, body(checkpointAddress(5))).status())
                .isEqualTo(503);
        assertThat(ask.post(CHAT, question("circle", 1, false)).checkpoint()).isEqualTo(there);
    }

    @Test
    void anAnswerThatNobodyReadsAnyMoreEnds() throws Exception {
        ServedModel model = ServedModel.load(BASE, 1, 0);
        model.acquire();
        try (DecodeLoop loop = new DecodeLoop(4, 4)) {
            Reply reply = loop.submit(List.of(new DecodeLoop.Sequence(
                    model,
                    List.of(1, 40, 41),
                    hone.trainer.sampling.SamplingParameters.of(1, 1),
                    java.util.Set.of(),
                    1,
                    400)));
            assertThat(reply.next(java.time.Duration.ofMinutes(1))).isPresent();
            reply.cancelAll();
            model.release();
            while (!model.idle()) {
                Thread.onSpinWait();
            }
            int tokens = 1;
            while (reply.next(java.time.Duration.ZERO).isPresent()) {
                tokens++;
            }
            assertThat(tokens).isLessThan(400);
        } finally {
            model.retire();
        }
    }

    /** A model's cache goes a moment after its last answer has been sent. */
    private static void awaitOnlyWeights() {
        long before;
        do {
            before = Scope.keptObjects();
            for (int i = 0; i < 1_000_000; i++) {
                Thread.onSpinWait();
            }
        } while (before != Scope.keptObjects());
    }

    private void serve(String name, String checkpoint) throws Exception {
        assertThat(ask.put("/control/models/" + name, Asking.TOKEN, body(checkpoint))
                        .status())
                .isEqualTo(200);
    }

    private static String body(String checkpoint) {
        return "{\"sha256\":\"" + checkpoint + "\"}";
    }

    private static String question(String model, int tokens, boolean stream) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me of Milo.\"}],\"max_tokens\":%d,\"stream\":%s}"
                .formatted(model, tokens, stream);
    }

    /** The model that ships under another address: the manifest's seed is another. */
    private String checkpoint(int seed) throws IOException {
        String address = checkpointAddress(seed);
        Path folder = models.resolve(address);
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            for (JsonNode file : manifest(seed).path("files")) {
                String name = file.path("name").asText();
                Files.copy(BASE.resolve(name), folder.resolve(name));
            }
            Files.write(folder.resolve("manifest.json"), Wire.bytes(manifest(seed)));
        }
        return address;
    }

    private static String checkpointAddress(int seed) throws IOException {
        return Wire.sha256(Wire.bytes(manifest(seed)));
    }

    private static JsonNode manifest(int seed) throws IOException {
        ObjectNode manifest = (ObjectNode) Wire.read(Files.readAllBytes(BASE.resolve("manifest.json")), JsonNode.class);
        return manifest.put("seed", seed);
    }
}
