package hone.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * On one's own machine there is one address: 127.0.0.1 redirects to localhost. Cookies belong to a host, and the identity
 * provider sends people back to the one host that it knows.
 */
@ApplicationScoped
class RedirectToLocalhost {
    /** Before the session is looked up, since it belongs to another host. */
    private static final int FIRST = 1_000;

    private static final Set<String> OTHER_NAMES = Set.of("127.0.0.1", "[::1]", "::1");

    private final Mode mode;

    RedirectToLocalhost(@ConfigProperty(name = "hone.mode") Mode mode) {
        this.mode = mode;
    }

    void register(@Observes Filters filters) {
        if (mode == Mode.DEMO) {
            filters.register(RedirectToLocalhost::lead, FIRST);
        }
    }

    private static void lead(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort asked = request.authority();
        if (asked == null || !OTHER_NAMES.contains(asked.host()) || !isPage(request)) {
            context.next();
            return;
        }
        String port = asked.port() > 0 ? ":" + asked.port() : "";
        context.response()
                .setStatusCode(302)
                .putHeader("Location", request.scheme() + "://localhost" + port + request.uri())
                .end();
    }

    /** Programs, and scripts of a page that is already open, keep the address that they were given. */
    private static boolean isPage(HttpServerRequest request) {
        String uri = request.uri();
        return !ScriptRequests.isScript(request)
                && (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)
                && uri.startsWith("/")
                && !uri.startsWith("/api/")
                && !uri.startsWith("/q/");
    }
}
