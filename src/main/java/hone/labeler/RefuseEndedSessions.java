package hone.labeler;

import hone.web.ScriptRequests;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Removes the cookie of a session that was ended elsewhere; a page then asks for a sign-in, a script is told. */
class RefuseEndedSessions {
    /** Before anything looks at the request. */
    private static final int FIRST = 0;

    private static final int SIGNED_OUT = 499;

    private final EndedSessions ended;
    private final SecurityIdentity identity;
    private final OidcSession session;

    RefuseEndedSessions(EndedSessions ended, SecurityIdentity identity, OidcSession session) {
        this.ended = ended;
        this.identity = identity;
        this.session = session;
    }

    @ServerRequestFilter(priority = FIRST)
    @Nullable
    Response check(ContainerRequestContext request, HttpServerRequest http) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token) || !isEnded(token.getClaim("sid"))) {
            return null;
        }
        URI again = request.getMethod().equals("GET") ? request.getUriInfo().getRequestUri() : URI.create("/home");
        // Tokens are in the cookie alone, so removing it needs no waiting.
        session.logout().subscribe().with(away -> {});
        return ScriptRequests.isScript(http)
                ? Response.status(SIGNED_OUT).build()
                : Response.seeOther(again).build();
    }

    private boolean isEnded(@Nullable Object sid) {
        return sid != null && ended.includes(sid.toString());
    }
}
