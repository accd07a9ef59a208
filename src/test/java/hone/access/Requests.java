package hone.access;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Requests as a browser or a program makes them, with the token that a page gave, when the person gets a page with one. */
final class Requests {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");
    private static final HttpClient BARE = HttpClient.newHttpClient();

    private final Map<String, String> cookies;
    private final String token;

    private Requests(Map<String, String> cookies, String token) {
        this.cookies = cookies;
        this.token = token;
    }

    /** @param page one that this person may see, if there is any */
    static Requests from(String page) {
        Response opened = given().accept("text/html").get(page);
        Matcher token = TOKEN.matcher(opened.asString());
        return new Requests(opened.cookies(), token.find() ? token.group(1) : "none");
    }

    RequestSpecification as(Endpoint endpoint) {
        return given().urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .accept(endpoint.isApi() ? "application/json" : "text/html, */*;q=0.1")
                .cookies(cookies);
    }

    /** An empty form, or an empty file for programs. */
    Response send(Endpoint endpoint, String path) {
        RequestSpecification request = as(endpoint);
        return switch (endpoint.method()) {
            case "POST" -> filled(endpoint, request, Map.of()).post(path);
            default -> request.request(endpoint.method(), path);
        };
    }

    /** The fields in the way the endpoint takes them, and the token. */
    RequestSpecification filled(Endpoint endpoint, RequestSpecification request, Map<String, ?> fields) {
        return switch (endpoint.contentType()) {
            case "multipart/form-data" -> {
                RequestSpecification parts =
                        request.contentType("multipart/form-data").multiPart("csrf-token", token);
                fields.forEach((name, value) ->
                        parts.multiPart(name, "x.jsonl", value.toString().getBytes(StandardCharsets.UTF_8)));
                yield parts;
            }
            case "application/octet-stream" ->
                request.contentType("application/octet-stream")
                        .body(String.join(
                                "\n",
                                fields.values().stream().map(Object::toString).toList()));
            default ->
                request.contentType("application/x-www-form-urlencoded; charset=utf-8")
                        .urlEncodingEnabled(true)
                        .formParams(fields)
                        .formParam("csrf-token", token);
        };
    }

    /** What came back. */
    record Answer(int status, String body) {}

    /** Bytes under any name, as no browser would send them. */
    Answer raw(Endpoint endpoint, String path, String contentType, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Accept", endpoint.isApi() ? "application/json" : "text/html")
                .header("Content-Type", contentType)
                .header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(c -> c.getKey() + "=" + c.getValue())
                                .collect(Collectors.joining("; ")))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> answer = BARE.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            // Refused before the whole body was read: the connection is closed on purpose.
            return new Answer(413, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
