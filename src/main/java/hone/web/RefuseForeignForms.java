package hone.web;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What changes something comes from a form of ours. The check of the form's token looks at forms only, so a body that calls
 * itself anything else would pass it by and is refused here; so is a form that the browser says another site has sent.
 * Programs are not meant: under {@code /api} there is no cookie that could be abused.
 */
class RefuseForeignForms {
    /** Before the check of the token. */
    private static final int FIRST = 0;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> FORMS =
            Set.of(MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA);
    private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

    @ServerRequestFilter(priority = FIRST)
    void check(ContainerRequestContext request) {
        if (SAFE.contains(request.getMethod()) || request.getUriInfo().getPath().startsWith("/api/")) {
            return;
        }
        // Browsers older than 2023 do not send it; for them the token and the cookie's same-site rule must do.
        String site = request.getHeaderString("Sec-Fetch-Site");
        if (site != null && !FROM_HERE.contains(site)) {
            throw new BadRequestException("sent by a page of another site");
        }
        // As it was sent: what is no media type at all is refused here, before anybody tries to read it as one.
        String type = String.valueOf(request.getHeaderString("Content-Type")).toLowerCase(Locale.ROOT);
        if (FORMS.stream().noneMatch(type::startsWith)) {
            throw new NotSupportedException("not a form");
        }
    }
}
