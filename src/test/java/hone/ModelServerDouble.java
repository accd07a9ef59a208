package hone;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hone.contract.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays {@code hone serve}: takes every checkpoint, and its answer repeats what it was told. Words in the last message make it
 * refuse: BUSY, LONG, AWAY; BREAKS makes it break off, ENDLESS go on, SILENT say nothing more
 * and MUTE nothing at all until nobody listens; LOADING does not even begin until somebody asks for {@code /loaded};
 * {@code /writing} counts the answers under way.
 */
public final class ModelServerDouble implements AutoCloseable {
    static final String TOKEN = "token-of-the-tests";
    private static final long BLANK_NANOS = 20_000_000;

    private final HttpServer http;
    private final Path models;
    private final Map<String, String> served = new ConcurrentHashMap<>();
    private final AtomicInteger writing = new AtomicInteger();
    private final Semaphore loaded = new Semaphore(0);

    private ModelServerDouble(HttpServer http, Path models) {
        this.http = http;
        this.models = models;
    }

    /** @param models the folder that models arrive in */
    static ModelServerDouble started(Path models) {
        try {
            ModelServerDouble started = new ModelServerDouble(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), models);
            started.http.createContext("/", started::handle);
            started.http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.http.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!path.equals("/loaded")
                    && !path.equals("/writing")
                    && !("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, Map.of());
                return;
            }
            if (path.equals("/v1/chat/completions")) {
                writing.incrementAndGet();
                try {
                    chat(exchange, Wire.read(body, JsonNode.class));
                } finally {
                    writing.decrementAndGet();
                }
                return;
            }
            if (path.equals("/control/inspect")) {
                inspect(
                        exchange,
                        models.resolve(
                                Wire.read(body, JsonNode.class).path("folder").asText()));
                return;
            }
            if (path.equals("/loaded")) {
                loaded.release();
                answer(exchange, 200, Map.of());
                return;
            }
            if (path.equals("/writing")) {
                answer(exchange, 200, writing.get());
                return;
            }
            String name = path.substring(path.lastIndexOf('/') + 1);
            switch (exchange.getRequestMethod()) {
                case "PUT" ->
                    served.put(
                            name, Wire.read(body, JsonNode.class).path("sha256").asText());
                case "DELETE" -> served.remove(name);
                default -> {}
            }
            answer(
                    exchange,
                    200,
                    Map.of(
                            "models",
                            served.entrySet().stream()
                                    .map(one -> Map.of("name", one.getKey(), "sha256", one.getValue()))
                                    .toList()));
        }
    }

    /** What config.json holds decides: REFUSE, ENDLESS until nobody listens, otherwise it is the model of the contract's example. */
    private static void inspect(HttpExchange exchange, Path model) throws IOException {
        String config = Files.readString(model.resolve("config.json"));
        exchange.sendResponseHeaders(200, 0);
        while (config.contains("ENDLESS")) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(BLANK_NANOS);
        }
        Map<String, Object> answer = config.contains("REFUSE")
                ? Map.of("refused", "The model can't be loaded: model.norm.weight holds a NaN.")
                : Map.of("inspection", inspection());
        exchange.getResponseBody().write(Wire.bytes(answer));
    }

    private static JsonNode inspection() throws IOException {
        try (var example = Wire.class.getResourceAsStream("/contract/v1/ModelInspection/inspection-smollm2.json")) {
            return Wire.mapper().readTree(example);
        }
    }

    private void chat(HttpExchange exchange, JsonNode request) throws IOException {
        JsonNode messages = request.path("messages");
        String last = messages.path(messages.size() - 1).path("content").asText();
        String checkpoint = served.getOrDefault(request.path("model").asText(), "");
        int status = checkpoint.isEmpty()
                ? 404
                : last.contains("BUSY") ? 429 : last.contains("LONG") ? 400 : last.contains("AWAY") ? 500 : 200;
        if (status != 200) {
            answer(exchange, status, Map.of("error", Map.of("code", status == 400 ? "context_length_exceeded" : "")));
            return;
        }
        if (last.contains("LOADING")) {
            loaded.acquireUninterruptibly();
        }
        exchange.getResponseHeaders().set("Hone-Checkpoint", checkpoint);
        exchange.sendResponseHeaders(200, 0);
        if (!last.contains("MUTE")) {
            say(exchange, "After " + messages.size() + " messages: ", false);
        }
        if (last.contains("BREAKS")) {
            return;
        }
        while (last.contains("ENDLESS")) {
            say(exchange, "on and on ", false); // until writing fails, for nobody listens
        }
        while (last.contains("SILENT") || last.contains("MUTE")) {
            write(exchange, ": waiting\n\n"); // as a server does whose model is slow
            LockSupport.parkNanos(50_000_000);
        }
        say(exchange, last, false);
        say(exchange, "", true);
        write(exchange, "data: [DONE]\n\n");
    }

    private static void say(HttpExchange exchange, String text, boolean end) throws IOException {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("delta", Map.of("content", text));
        if (end) {
            choice.put("finish_reason", "stop");
        }
        write(exchange, "data: " + Wire.write(Map.of("choices", List.of(choice))) + "\n\n");
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Wire.bytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
