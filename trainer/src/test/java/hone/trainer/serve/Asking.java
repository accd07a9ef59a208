package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A caller of the server under test. */
final class Asking {
    static final String TOKEN = "the token of this test";
    static final Path SHIPPED = Path.of(System.getProperty("hone.root"), "trainer", "base");
    static final String CHAT = "/v1/chat/completions";
    static final String TEXT = "/v1/completions";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    Asking(int port) {
        address = "http://127.0.0.1:" + port;
    }

    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        String code() {
            return body.path("error").path("code").asText();
        }

        String text() {
            JsonNode choice = body.path("choices").path(0);
            return choice.has("text")
                    ? choice.path("text").asText()
                    : choice.path("message").path("content").asText();
        }

        String checkpoint() {
            return response.headers().firstValue(Completions.CHECKPOINT_HEADER).orElseThrow();
        }
    }

    /** Asks the model named base for its answer to one message; further fields as they stand in JSON. */
    Answer chat(String message, String settings) throws IOException, InterruptedException {
        return post(CHAT, body(message, settings));
    }

    /** Asks it to go on with a text. */
    Answer text(String prompt, String settings) throws IOException, InterruptedException {
        return post(TEXT, "{\"model\":\"base\",\"prompt\":\"" + prompt + "\"," + settings + "}");
    }

    static String body(String message, String settings) {
        return "{\"model\":\"base\"," + messages(message) + "," + settings + "}";
    }

    static String messages(String message) {
        return "\"messages\":[{\"role\":\"user\",\"content\":\"" + message + "\"}]";
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** As somebody who does not know the server's token. */
    Answer stranger(String path) throws IOException, InterruptedException {
        return send(request(path).setHeader("Authorization", "Bearer ").GET());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer put(String path, String token, String json) throws IOException, InterruptedException {
        return send(request(path)
                .setHeader("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), Wire.read(response.body(), JsonNode.class), response);
    }

    /** A stream's lines as they come; closing it hangs up. */
    HttpResponse<Stream<String>> stream(String path, String json) throws IOException, InterruptedException {
        return client.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(json)).build(),
                HttpResponse.BodyHandlers.ofLines());
    }

    /** The data of all events of a stream, which must end with the mark that clients wait for. */
    static List<JsonNode> events(Stream<String> lines) {
        List<String> data = lines.filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        if (data.isEmpty() || !data.getLast().equals("[DONE]")) {
            throw new AssertionError("the stream ended without [DONE]: " + data);
        }
        return data.subList(0, data.size() - 1).stream()
                .map(json -> Wire.read(json, JsonNode.class))
                .toList();
    }

    static String streamed(List<JsonNode> events) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events) {
            JsonNode choice = event.path("choices").path(0);
            text.append(choice.path("delta").path("content").asText(""))
                    .append(choice.path("text").asText(""));
        }
        return text.toString();
    }

    static Optional<String> reason(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("choices").path(0).path("finish_reason"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN);
    }
}
