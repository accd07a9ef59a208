package hone.web;

import io.quarkus.oidc.JavaScriptRequestChecker;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Only a page can be redirected to the sign-in. A script's request is answered with 499 once the session has ended: a redirect
 * would lead it to another site's form, and each would leave one more cookie until the browser sends too many to be served.
 */
@ApplicationScoped
public class ScriptRequests implements JavaScriptRequestChecker {
    @Override
    public boolean isJavaScriptRequest(RoutingContext context) {
        return isScript(context.request());
    }

    public static boolean isScript(HttpServerRequest request) {
        String destination = request.getHeader("Sec-Fetch-Dest");
        if (destination != null) {
            return !destination.equals("document");
        }
        // Browsers older than 2023, and programs.
        String accept = request.getHeader("Accept");
        return request.getHeader("HX-Request") != null
                || request.getHeader("X-Requested-With") != null
                || accept != null
                        && (accept.startsWith("text/event-stream") || accept.startsWith("application/x-ndjson"));
    }
}
