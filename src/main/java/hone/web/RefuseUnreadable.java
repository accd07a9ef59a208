package hone.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/**
 * Runs before anything else looks at a request: an address that can't be decoded is a mistake (400), and a request that changes
 * something must be a form exactly as browsers send it, or it is refused (415). Programs may send other types under
 * {@code /api}, where no cookie is read that could be abused; theirs need only be valid media types.
 */
class RefuseUnreadable {
    /** Ahead of Quarkus' own filters: cross-origin 300, authentication 200. */
    private static final int FIRST = 400;

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    void register(@Observes Filters filters) {
        filters.register(RefuseUnreadable::check, FIRST);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!RequestSyntax.isAddress(request.uri())) {
            refuse(context, 400);
            return;
        }
        List<String> accepted = request.headers().getAll(HttpHeaders.ACCEPT);
        if (!accepted.isEmpty() && !RequestSyntax.isAccept(String.join(",", accepted))) {
            request.headers().remove(HttpHeaders.ACCEPT); // Unreadable, so it does not restrict the answer.
        }
        List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (SAFE.contains(request.method())) {
            request.headers().remove(HttpHeaders.CONTENT_TYPE); // There is no body to read.
        } else if (!isTaken(request, types)) {
            refuse(context, 415);
            return;
        } else if (isApi(request) && isOfFormFields(types)) {
            // What curl calls every body, and some clients one that is not there. Left so, the check of the form's
            // token would
            // take it for a form.
            request.headers()
                    .set(
                            HttpHeaders.CONTENT_TYPE,
                            isWithoutBody(request) ? "application/json" : "application/octet-stream");
        }
        context.next();
    }

    private static boolean isTaken(HttpServerRequest request, List<String> types) {
        if (isApi(request)) {
            return types.isEmpty()
                    || types.size() == 1
                            && RequestSyntax.isMediaType(types.getFirst())
                            && !isOf(types, "multipart/form-data")
                            && (LimitBodies.isOfFile(request.path())
                                    || isWithoutBody(request)
                                    || !isOfFormFields(types));
        }
        return types.size() == 1
                && RequestSyntax.isForm(types.getFirst())
                && !request.headers().contains("Content-Encoding");
    }

    private static boolean isWithoutBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? !request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : length.equals("0");
    }

    private static boolean isOfFormFields(List<String> types) {
        return isOf(types, "application/x-www-form-urlencoded");
    }

    private static boolean isOf(List<String> types, String type) {
        return types.stream().anyMatch(sent -> sent.split(";", -1)[0].strip().equalsIgnoreCase(type));
    }

    private static boolean isApi(HttpServerRequest request) {
        return request.uri().startsWith("/api/");
    }

    private static String detail(HttpServerRequest request, int status) {
        if (status == 400) {
            return "The address is not valid: check its percent-encoding.";
        }
        return LimitBodies.isOfFile(request.path())
                ? "Send the file itself as the body, not a form: curl --data-binary @FILE."
                : "The API takes JSON, not forms: send Content-Type: application/json.";
    }

    private static void refuse(RoutingContext context, int status) {
        HttpServerRequest request = context.request();
        // Whatever is still being sent is read and dropped, or the answer would be lost with the connection.
        request.resume();
        context.response().setStatusCode(status);
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (isApi(request)) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(new JsonObject()
                            .put("type", "about:blank")
                            .put("title", status == 400 ? "Unreadable address" : "Unsupported media type")
                            .put("status", status)
                            .put("detail", detail(request, status))
                            .encode());
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8")
                .putHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
                .end(ReaderLanguage.speak(Errors.Templates.bare(status, "", ""), ReaderLanguage.of(context))
                        .render());
    }
}
