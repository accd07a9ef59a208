package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import hone.contract.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One request and its response: a single JSON document, or server-sent events until {@code [DONE]}. */
final class Caller {
    private final HttpExchange exchange;
    private boolean streaming;
    private boolean begun;

    Caller(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The body, which must be declared as JSON. */
    InputStream body() {
        // A page of another origin can send forms and plain text without permission, but not JSON.
        String type = header("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        String essence = parameters < 0 ? type : type.substring(0, parameters);
        if (!essence.strip().equalsIgnoreCase("application/json")) {
            throw new ApiError(
                    415,
                    ApiError.INVALID,
                    Optional.empty(),
                    Optional.of("unsupported_media_type"),
                    "Send the request as JSON with the header Content-Type: application/json.");
        }
        return exchange.getRequestBody();
    }

    /**
     * The whole response. If blanks have been sent before it, its status is lost, and an error can only be recognised by its
     * body.
     */
    void json(int status, JsonNode body) throws IOException {
        byte[] bytes = Wire.bytes(body);
        if (begun) {
            exchange.getResponseBody().write(bytes);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Reports an error, as the whole response or as the last event of a stream. */
    void error(ApiError error) throws IOException {
        if (streaming) {
            event(Shapes.error(error));
            return;
        }
        if (error.status() == 429 || error.status() == 503) {
            setHeader("Retry-After", "2");
        }
        if (error.status() == 413 || error.status() == 503) {
            setHeader(
                    "Connection", "close"); // the rest of the body is not worth reading, or the server is shutting down
        }
        json(error.status(), Shapes.error(error));
    }

    void setHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    void startStream() throws IOException {
        setHeader("Content-Type", "text/event-stream; charset=utf-8");
        setHeader("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        streaming = true;
    }

    void event(JsonNode data) throws IOException {
        send("data: " + Wire.write(data) + "\n\n");
    }

    void done() throws IOException {
        send("data: [DONE]\n\n");
    }

    /**
     * Sends something that clients skip, a comment between events or a blank before the JSON: it shows that the connection is
     * alive, and fails once the caller has gone.
     */
    void keepAlive() throws IOException {
        if (!streaming && !begun) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            begun = true;
        }
        send(streaming ? ": waiting\n\n" : " ");
    }

    private void send(String text) throws IOException {
        OutputStream out = exchange.getResponseBody();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
