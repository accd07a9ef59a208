package hone.draft;

import hone.labeler.SignedIn;
import hone.web.Typed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Deletes the draft of a form that was accepted. The page names the draft in the address it sends the form to; when the
 * response says that the form was accepted, the draft is deleted, and a cookie tells the browser to forget its own copy. If a
 * form was refused, or never arrived, both are kept.
 */
class DropSentDraft {
    private final SignedIn me;
    private final TextDrafts drafts;

    DropSentDraft(SignedIn me, TextDrafts drafts) {
        this.me = me;
        this.drafts = drafts;
    }

    @ServerResponseFilter
    void drop(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        String place = query.getFirst("draft");
        if (place == null
                || !request.getMethod().equals(HttpMethod.POST)
                || !taken(response.getStatus())
                || !DraftResource.isPlace(place)) {
            return;
        }
        drafts.drop(
                me.id(),
                place,
                Typed.whole(query.getFirst("draft-version"), 0, 100_000_000).orElse(0),
                Typed.line(query.getFirst("draft-writer")));
        boolean isSecure = "https".equals(request.getUriInfo().getBaseUri().getScheme());
        response.getHeaders().add("Set-Cookie", sent(place, isSecure));
    }

    /** Read by the page's script, which deletes it. */
    static String sent(String place, boolean isSecure) {
        return "hone-sent=" + place + "; Path=/; Max-Age=600; SameSite=Lax" + (isSecure ? "; Secure" : "");
    }

    /** 302 is the redirect to the sign-in: such a form has not arrived. */
    private static boolean taken(int status) {
        return status >= 200 && status < 300 || status == 303;
    }
}
