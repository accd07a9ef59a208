package hone.bench.data;

import hone.bench.figures.Figures;
import hone.bench.stack.RunningHone;
import hone.contract.Wire;
import hone.devstack.ClientSecrets;
import hone.devstack.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A program that asks the app with a bearer token, as {@code ./hone import} does. */
final class Program {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration TOKEN_LIVES = Duration.ofSeconds(30);

    private final RunningHone hone;
    private final HttpClient client;
    private String token = "";
    private long tokenAt = System.nanoTime() - TOKEN_LIVES.toNanos();

    Program(RunningHone hone, HttpClient client) {
        this.hone = hone;
        this.client = client;
    }

    /** What came out of something that took a while. */
    record Took(long count, double seconds, double firstByteSeconds) {
        double aSecond() {
            return count / seconds;
        }
    }

    /** Sends a file to a project and waits for the report. */
    Took importFile(String slug, Path file) throws IOException, InterruptedException {
        HttpRequest request = request("/api/projects/%s/import?file=comparisons.jsonl".formatted(slug))
                .header("Content-Type", "application/x-ndjson")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        long began = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        double seconds = since(began);
        expectOk(answer.statusCode(), answer.body());
        Figures.log("  import: %s", answer.body().length() > 600 ? answer.body().substring(0, 600) : answer.body());
        return new Took(0, seconds, seconds);
    }

    /** Reads an export to its end and counts its lines. */
    Took export(String slug) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<InputStream> answer = client.send(
                request("/api/projects/%s/export".formatted(slug)).GET().build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            expectOk(answer.statusCode(), "");
            double first = -1;
            long lines = 0;
            byte[] bytes = new byte[1 << 16];
            for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
                first = first < 0 ? since(began) : first;
                for (int i = 0; i < read; i++) {
                    lines += bytes[i] == '\n' ? 1 : 0;
                }
            }
            return new Took(lines, since(began), first);
        }
    }

    /** @return how long the whole answer took, in nanoseconds */
    long lineage(String task) throws IOException, InterruptedException {
        HttpRequest request = request("/api/tasks/%s/lineage".formatted(task))
                .header("Accept", "application/json")
                .GET()
                .build();
        long began = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        long took = System.nanoTime() - began;
        expectOk(answer.statusCode(), answer.body());
        return took;
    }

    private static void expectOk(int status, String body) throws IOException {
        if (status / 100 != 2) {
            throw new IOException(
                    "the app answered " + status + " " + (body.length() > 300 ? body.substring(0, 300) : body));
        }
    }

    private HttpRequest.Builder request(String path) throws IOException, InterruptedException {
        if (System.nanoTime() - tokenAt > TOKEN_LIVES.toNanos()) {
            token = newToken();
            tokenAt = System.nanoTime();
        }
        return HttpRequest.newBuilder(hone.app().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private String newToken() throws IOException, InterruptedException {
        String secret = ClientSecrets.ofCommandLine(Secrets.in(hone.data()));
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + hone.ports().keycloak() + "/realms/hone/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=hone-cli&client_secret="
                                + URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        expectOk(answer.statusCode(), answer.body());
        return Wire.mapper().readTree(answer.body()).path("access_token").asText();
    }

    static double since(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
