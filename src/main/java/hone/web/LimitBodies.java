package hone.web;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * Only files to import may be large. Quarkus knows one limit for all bodies (application.properties); everything else is held to a
 * smaller one here, right after Quarkus has looked.
 */
class LimitBodies {
    private static final long BYTES_MAX = 64L << 20;
    private static final int AFTER_QUARKUS = -1;
    private static final int TOO_LARGE = 413;
    private static final Pattern FILES = Pattern.compile("/(p|api)/.+/imports?|/api/(v1/)?archives");

    void register(@Observes Router router) {
        router.route().order(AFTER_QUARKUS).handler(LimitBodies::check);
    }

    /** Whether the body of a request to this address is a file. */
    static boolean isOfFile(String path) {
        return FILES.matcher(path).matches();
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isOfFile(request.path())) {
            context.next();
            return;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, BYTES_MAX);
        } else if (Long.parseLong(length) > BYTES_MAX) {
            context.response()
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .setStatusCode(TOO_LARGE)
                    .end();
            return;
        }
        context.next();
    }
}
