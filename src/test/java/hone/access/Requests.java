package hone.access;

import static io.restassured.RestAssured.given;

import hone.devstack.hostile.HostileRequests;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Requests as a browser or a program makes them, with the token that a page gave, when the person gets a page with one. */
final class Requests {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String BOUNDARY = "the-boundary-of-parts";

    private final Map<String, String> cookies;
    private final String token;

    private Requests(Map<String, String> cookies, String token) {
        this.cookies = cookies;
        this.token = token;
    }

    /** What came back. */
    record Answer(int status, String body) {}

    /** @param page one that this person may see, if there is any */
    static Requests from(String page) {
        Response opened = given().accept("text/html").get(page);
        Matcher token = TOKEN.matcher(opened.asString());
        return new Requests(opened.cookies(), token.find() ? token.group(1) : "none");
    }

    /** Who they are made by. */
    HostileRequests.Visitor visitor() {
        return new HostileRequests.Visitor(cookieHeader(), token);
    }

    private String cookieHeader() {
        return cookies.entrySet().stream()
                .map(c -> c.getKey() + "=" + c.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Without any input: for what changes something an empty form, or an empty file from programs. */
    Answer send(Endpoint endpoint, String path) {
        return endpoint.method().equals("POST") ? post(endpoint, path, Map.of()) : get(endpoint, path);
    }

    private Answer get(Endpoint endpoint, String path) {
        return answer(request(endpoint, path).method(endpoint.method(), HttpRequest.BodyPublishers.noBody()));
    }

    /** The fields in the way the endpoint takes them, and the token. */
    Answer post(Endpoint endpoint, String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("csrf-token", token);
        String body = switch (endpoint.contentType()) {
            case "multipart/form-data" -> multipart(all);
            case "application/x-www-form-urlencoded" -> form(all);
            default -> String.join("\n", fields.values());
        };
        String type = endpoint.contentType().startsWith("multipart")
                ? "multipart/form-data; boundary=" + BOUNDARY
                : endpoint.contentType();
        return raw(endpoint, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes under any name, as no browser would send them. */
    Answer raw(Endpoint endpoint, String path, String contentType, byte[] body) {
        return answer(request(endpoint, path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer withoutBody(Endpoint endpoint, String path) {
        return answer(request(endpoint, path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(Endpoint endpoint, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Accept", endpoint.isApi() ? "application/json" : "text/html, */*;q=0.1");
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        return request;
    }

    private static Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            // Too large: the connection is closed before the whole body was sent, which is an answer as well.
            return new Answer(413, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String multipart(Map<String, String> fields) {
        String parts = fields.entrySet().stream()
                .map(f -> "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + f.getKey() + "\""
                        + (f.getKey().equals("file")
                                ? "; filename=\"x.jsonl\"\r\nContent-Type: application/x-ndjson"
                                : "")
                        + "\r\n\r\n" + f.getValue() + "\r\n")
                .collect(Collectors.joining());
        return parts + "--" + BOUNDARY + "--\r\n";
    }
}
