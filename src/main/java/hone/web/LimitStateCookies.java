package hone.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Each way to the sign-in leaves a cookie that the way back takes away. Ways that nobody comes back from, tabs that were opened
 * and left, add up; the oldest go first, so that the newest ways can still be gone to their end.
 */
@ApplicationScoped
class LimitStateCookies {
    static final int KEPT = 5;

    /** Before the session is looked for: a new way is begun there. */
    private static final int EARLY = 900;

    private static final Pattern NAME = Pattern.compile("q_auth(_[A-Za-z0-9.-]+)+");

    private final boolean secure;

    @Inject
    LimitStateCookies(
            @ConfigProperty(name = "quarkus.oidc.authentication.cookie-force-secure", defaultValue = "false")
                    boolean secure) {
        this.secure = secure;
    }

    void register(@Observes Filters filters) {
        filters.register(this::trim, EARLY);
    }

    /** Browsers send cookies of one path in the order in which they were made. */
    private void trim(RoutingContext context) {
        List<String> names = context.request().headers().getAll("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(cookie -> cookie.strip().replaceAll("=.*", ""))
                .filter(name -> NAME.matcher(name).matches())
                .toList();
        // The way back itself needs its cookie, however old it is.
        if (names.size() > KEPT && !context.request().path().equals("/auth/callback")) {
            names.subList(0, names.size() - KEPT)
                    .forEach(name -> context.response()
                            .headers()
                            .add("Set-Cookie", name + "=; Max-Age=0; Path=/; HttpOnly" + (secure ? "; Secure" : "")));
        }
        context.next();
    }
}
