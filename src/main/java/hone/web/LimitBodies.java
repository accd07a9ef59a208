package hone.web;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Only files to import and models may be large. Quarkus knows one limit for all bodies (application.properties); everything else is held to a
 * smaller one here, right after Quarkus has looked.
 */
@Singleton
class LimitBodies {
    private static final long BYTES_MAX = 64L << 20;
    /** What may have arrived before it is read, so that whoever counts comes first. */
    private static final long BYTES_AHEAD = 16L << 20;

    private static final int AFTER_QUARKUS = -1;
    private static final int TOO_LARGE = 413;
    private static final Pattern FILES =
            Pattern.compile("/(p|api)/.+/imports?|/p/[^/]+/arrivals|/api/v1/models|/api/(v1/)?archives");

    void register(@Observes Router router) {
        router.route().order(AFTER_QUARKUS).handler(LimitBodies::check);
    }

    /** What a program sends without saying how much is counted while it is read: the answer then says what is wrong, as for others. */
    @ServerRequestFilter
    void count(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (path.startsWith("/api/") && request.getHeaderString("Transfer-Encoding") != null && !isOfFile(path)) {
            request.setEntityStream(new CountedInput(request.getEntityStream()));
        }
    }

    private static final class CountedInput extends FilterInputStream {
        private long left = BYTES_MAX;

        CountedInput(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            took(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            took(Math.max(0, n));
            return n;
        }

        private void took(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new Refused(TOO_LARGE, "Too large", "The body is larger than %d MB.".formatted(BYTES_MAX >> 20));
            }
        }
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
            boolean counted = request.path().startsWith("/api/");
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, counted ? BYTES_MAX + BYTES_AHEAD : BYTES_MAX);
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
