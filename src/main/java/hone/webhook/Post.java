package hone.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request to a checked address on a connection of its own, follows no redirects and reads no more of the answer than is
 * shown. Uses Vert.x because the JDK's client resolves host names by itself.
 */
@ApplicationScoped
class Post {
    private static final int ANSWER_BYTES_MAX = 1000;

    private final Vertx vertx;
    private final HttpClient client;
    private final WebhookConfig config;

    Post(Vertx vertx, WebhookConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(64)
                .setMaxHeaderSize(16 << 10)
                .setConnectTimeout((int) config.timeout().toMillis())
                .setDecompressionSupported(false));
    }

    /** @param status empty if there was no answer; the problem says why */
    record Answer(Optional<Long> status, Optional<String> problem, String beginning) {
        static Answer none(String problem) {
            return new Answer(Optional.empty(), Optional.of(problem), "");
        }
    }

    Answer send(Targets.Target target, Map<String, String> headers, String body) throws InterruptedException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(target.host())
                .setPort(target.address().getPort())
                .setServer(SocketAddress.inetSocketAddress(target.address()))
                .setSsl(target.secure())
                .setURI(target.pathAndQuery())
                .setFollowRedirects(false)
                .setTimeout(config.timeout().toMillis());
        headers.forEach(options::putHeader);
        Promise<Answer> answer = Promise.promise();
        // All on one event loop: from another thread, an answer could have come and gone before somebody listens to it.
        vertx.runOnContext(begun -> client.request(options)
                .compose(request -> request.send(Buffer.buffer(body, StandardCharsets.UTF_8.name())))
                .compose(Post::read)
                .onComplete(answer));
        try {
            return answer.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(config.timeout().toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause instanceof TimeoutException
                            || String.valueOf(cause.getMessage()).contains("timeout")
                    ? late()
                    : Answer.none("No answer: " + cause.getClass().getSimpleName() + ".");
        }
    }

    private Answer late() {
        return Answer.none("No answer within " + config.timeout().toSeconds() + " s.");
    }

    /** Reads the beginning of the body, then closes the connection. */
    private static Future<Answer> read(HttpClientResponse response) {
        Promise<Answer> read = Promise.promise();
        Buffer beginning = Buffer.buffer();
        Runnable done = () -> read.tryComplete(
                new Answer(Optional.of((long) response.statusCode()), Optional.empty(), readable(beginning)));
        response.handler(piece -> {
            beginning.appendBuffer(piece.slice(0, Math.min(piece.length(), ANSWER_BYTES_MAX - beginning.length())));
            if (beginning.length() >= ANSWER_BYTES_MAX) {
                done.run();
                response.request().connection().close();
            }
        });
        response.endHandler(end -> done.run());
        response.exceptionHandler(broken -> done.run());
        return read.future();
    }

    private static String readable(Buffer bytes) {
        String text = hone.web.Typed.text(bytes.toString(StandardCharsets.UTF_8));
        return text.length() <= ANSWER_BYTES_MAX ? text : text.substring(0, ANSWER_BYTES_MAX);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
