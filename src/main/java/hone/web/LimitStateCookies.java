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
 * Each redirect to the sign-in sets a cookie, and coming back from it removes the cookie. Sign-ins that are never completed, in
 * tabs that were opened and left, let the cookies pile up; the oldest are removed, so that the newest sign-ins can still be
 * completed.
 */
@ApplicationScoped
class LimitStateCookies {
    static final int KEPT = 5;

    /** Before the session is looked up, since that may begin a new sign-in. */
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

    /** Browsers send the cookies of one path in the order in which they were created. */
    private void trim(RoutingContext context) {
        List<String> names = context.request().headers().getAll("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(cookie -> cookie.strip().replaceAll("=.*", ""))
                .filter(name -> NAME.matcher(name).matches())
                .toList();
        // The callback itself needs its cookie, however old it is.
        if (names.size() > KEPT && !context.request().path().equals("/auth/callback")) {
            names.subList(0, names.size() - KEPT)
                    .forEach(name -> context.response()
                            .headers()
                            .add("Set-Cookie", name + "=; Max-Age=0; Path=/; HttpOnly" + (secure ? "; Secure" : "")));
        }
        context.next();
    }
}
