package hone.labeler;

import io.quarkus.oidc.OidcConfigurationMetadata;
import io.quarkus.oidc.OidcSession;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Signs out, here and at the identity provider: by a form of ours, so that no link on another page can do it. Any copy of the
 * session's cookie is signed out as well, at once.
 */
@Path("/sign-out")
@Authenticated
@RunOnVirtualThread
class SignOutResource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SecurityIdentity identity;
    private final Instance<OidcSession> session;
    private final Instance<OidcConfigurationMetadata> provider;
    private final EndedSessions ended;

    SignOutResource(
            SecurityIdentity identity,
            Instance<OidcSession> session,
            Instance<OidcConfigurationMetadata> provider,
            EndedSessions ended) {
        this.identity = identity;
        this.session = session;
        this.provider = provider;
        this.ended = ended;
    }

    /** An old address, or a sign-in on the way to a sign-out: looking changes nothing. */
    @GET
    public Response look() {
        return Response.seeOther(URI.create("/home")).build();
    }

    @POST
    public Response signOut(@Context UriInfo here) {
        if (!(identity.getPrincipal() instanceof OidcJwtCallerPrincipal token)) {
            return Response.seeOther(URI.create("/")).build();
        }
        Optional.ofNullable(token.<Object>getClaim("sid")).map(Object::toString).ifPresent(ended::end);
        session.get().logout().await().atMost(PATIENCE);
        URI way = UriBuilder.fromUri(provider.get().getEndSessionUri())
                .queryParam("id_token_hint", token.getRawToken())
                .queryParam("post_logout_redirect_uri", "{back}")
                .build(here.getBaseUri().resolve("/").toString());
        return Response.seeOther(way).build();
    }
}
