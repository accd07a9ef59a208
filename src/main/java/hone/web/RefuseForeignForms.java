package hone.web;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a form that, according to the browser, another site has sent, whatever token it carries. That it is a form at all was
 * checked earlier ({@link RefuseUnreadable}). Programs are exempt: under {@code /api} there is no cookie that could be abused.
 */
class RefuseForeignForms {
    /** Before the check of the token. */
    private static final int FIRST = 0;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

    @ServerRequestFilter(priority = FIRST)
    void check(ContainerRequestContext request) {
        if (SAFE.contains(request.getMethod()) || request.getUriInfo().getPath().startsWith("/api/")) {
            return;
        }
        // Browsers older than 2023 do not send it; for them the token and the cookie's same-site rule must suffice.
        String site = request.getHeaderString("Sec-Fetch-Site");
        if (site != null && !FROM_HERE.contains(site)) {
            throw new BadRequestException("sent by a page of another site");
        }
    }
}
