package hone.openlineage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A collector's address. */
final class HttpTransport implements Transport {
    static final String NAME = "http";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI url;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** @param token sent as a bearer token */
    HttpTransport(URI url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> send(String payload) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(payload));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        try {
            HttpResponse<Void> answer = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() / 100 == 2
                    ? Optional.empty()
                    : Optional.of("Answered " + answer.statusCode() + ".");
        } catch (IOException e) {
            return Optional.of("No answer: " + e);
        }
    }
}
