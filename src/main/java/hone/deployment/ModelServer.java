package hone.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The server that answers with our models, through OpenAI's API; a project's current model is named by the project's slug. */
@ApplicationScoped
public class ModelServer {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);
    /** How long a model may take to be read from disk, and an answer to begin. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What the server allows for one answer unless it was configured otherwise. */
    private static final int TOKENS_MAX = 1024;

    private static final int ERROR_LINES_MAX = 20;
    private static final int INSPECTION_BYTES_MAX = 1 << 20;

    private final ServeConfig config;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .build();

    ModelServer(ServeConfig config) {
        this.config = config;
    }

    /** How an answer is sampled. */
    public record Sampling(double temperature, double topP, int tokensMax, long seed) {}

    public boolean isSetUp() {
        return config.url().isPresent() && config.token().isPresent();
    }

    /** @throws NoAnswer when no answer begins */
    public AnswerStream ask(String model, List<Message> messages, Sampling sampling) {
        String body = Wire.write(Map.of(
                "model", model,
                "messages", messages,
                "temperature", sampling.temperature(),
                "top_p", sampling.topP(),
                "max_tokens", Math.min(sampling.tokensMax(), TOKENS_MAX),
                "seed", sampling.seed(),
                "stream", true));
        HttpResponse<Stream<String>> response = send(
                request("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofString(body)),
                HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() == 200) {
            return new AnswerStream(
                    response.headers().firstValue("Hone-Checkpoint").orElse(""), response.body());
        }
        String error = errorText(response.body());
        throw new NoAnswer(
                switch (response.statusCode()) {
                    case 400 ->
                        error.contains("context_length_exceeded") ? NoAnswer.Why.TOO_LONG : NoAnswer.Why.UNREACHABLE;
                    case 404 -> NoAnswer.Why.NOT_SERVED;
                    case 429 -> NoAnswer.Why.BUSY;
                    default -> NoAnswer.Why.UNREACHABLE;
                },
                response.statusCode() + " " + error);
    }

    private static String errorText(Stream<String> lines) {
        try (lines) {
            return lines.limit(ERROR_LINES_MAX).collect(Collectors.joining("\n"));
        } catch (UncheckedIOException e) {
            return "and broke off";
        }
    }

    /** Each name that is served, with the sha256 of its weights. */
    Map<String, String> served() {
        HttpResponse<String> response = control("", HttpRequest.Builder::GET);
        try {
            Map<String, String> served = new TreeMap<>();
            for (JsonNode one : Wire.read(response.body(), JsonNode.class).path("models")) {
                served.put(one.path("name").asText(), one.path("sha256").asText());
            }
            return served;
        } catch (UnreadableMessage e) {
            throw new NoAnswer(NoAnswer.Why.UNREACHABLE, e); // something else listens there
        }
    }

    void serve(String name, String sha256) {
        String body = Wire.write(Map.of("sha256", sha256));
        control("/" + name, request -> request.PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    void forget(String name) {
        control("/" + name, HttpRequest.Builder::DELETE);
    }

    /** Is told each second that the server is still reading; ends it by throwing. */
    @FunctionalInterface
    public interface Patience {
        void still();
    }

    /**
     * Has the server read a model that is on its way in, which takes as long as it takes.
     *
     * @param folder below the folder of models
     * @return {@code inspection}, or a sentence in {@code refused}
     */
    public JsonNode inspect(String folder, Patience patience) {
        HttpResponse<InputStream> response = send(
                request("/control/inspect")
                        .POST(HttpRequest.BodyPublishers.ofString(Wire.write(Map.of("folder", folder)))),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) { // closing it early hangs up, which ends the reading there
            byte[] answer = afterBlanks(body, patience);
            JsonNode json = Wire.read(answer, JsonNode.class);
            if (response.statusCode() != 200 || json.has("error")) {
                throw new NoAnswer(NoAnswer.Why.UNREACHABLE, response.statusCode() + " " + json.path("error"));
            }
            return json;
        } catch (IOException | UnreadableMessage e) {
            throw new NoAnswer(NoAnswer.Why.UNREACHABLE, e);
        }
    }

    private static byte[] afterBlanks(InputStream body, Patience patience) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int one = body.read(); one >= 0; one = body.read()) {
            if (one == ' ' && answer.size() == 0) {
                patience.still();
                continue;
            }
            answer.write(one);
            if (answer.size() > INSPECTION_BYTES_MAX) {
                throw new IOException("the answer of the model server has no end");
            }
        }
        return answer.toByteArray();
    }

    private interface Method {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private HttpResponse<String> control(String path, Method method) {
        HttpResponse<String> response =
                send(method.of(request("/control/models" + path)), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new NoAnswer(NoAnswer.Why.UNREACHABLE, response.statusCode() + " " + response.body());
        }
        return response;
    }

    private HttpRequest.Builder request(String path) {
        Optional<String> url = config.url();
        if (url.isEmpty()) {
            throw new NoAnswer(NoAnswer.Why.NOT_SET_UP, "hone.serve.url is not set");
        }
        return HttpRequest.newBuilder(URI.create(url.get() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + config.token().orElse(""));
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new NoAnswer(NoAnswer.Why.UNREACHABLE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(NoAnswer.Why.UNREACHABLE, e);
        }
    }
}
