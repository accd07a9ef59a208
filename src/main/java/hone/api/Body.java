package hone.api;

import hone.web.Invalid;
import org.jspecify.annotations.Nullable;

/** The body of a request, which Quarkus leaves null if nothing was sent. */
final class Body {
    private Body() {}

    static <T> T of(@Nullable T sent) {
        if (sent == null) {
            throw Invalid.field("body", "The body is empty. Send a JSON object.");
        }
        return sent;
    }
}
