package hone.labeler;

import hone.contract.Wire;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Remembers for a minute whose session it is. Decrypting the session's cookies and checking the signatures of their tokens took
 * a sixth of the cost of a judgment, with the same result each time: the cookies are the proof, and whoever has them has the
 * tokens. Only their hash is kept; other cookies, such as those of a renewed session, have another key. A session that has
 * ended is forgotten at once.
 */
@ApplicationScoped
public class RememberedSessions implements HttpAuthenticationMechanism {
    private static final int SESSIONS_MAX = 10_000;
    private static final String SESSION_COOKIES = "q_session";
    /** Where sessions begin and end, the identity layer always checks for itself. */
    private static final Set<String> NEVER = Set.of("/sign-out", "/auth/");

    private final OidcAuthenticationMechanism oidc;
    private final SessionMemory memory =
            new SessionMemory(SESSIONS_MAX, () -> ThreadLocalRandom.current().nextDouble());

    RememberedSessions(OidcAuthenticationMechanism oidc) {
        this.oidc = oidc;
    }

    /** @param session the identity provider's id of a session, or the subject whose sessions all end */
    public void end(String session) {
        memory.end(session);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        Optional<String> cookies = cookies(context);
        if (cookies.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        String key = cookies.get();
        if (NEVER.stream().anyMatch(context.normalizedPath()::startsWith)) {
            memory.forget(key);
            return Uni.createFrom().nullItem();
        }
        Instant now = Instant.now();
        Optional<SecurityIdentity> known = memory.get(key, now);
        return known.isPresent()
                ? Uni.createFrom().item(known.get())
                : oidc.authenticate(context, identityProviders)
                        .onItem()
                        .ifNotNull()
                        .invoke(identity -> memory.put(key, identity, now));
    }

    /** A hash, so that no cookie is kept in memory longer than its request. Empty without a session. */
    private static Optional<String> cookies(RoutingContext context) {
        if (context.normalizedPath().startsWith("/api/")) {
            return Optional.empty(); // Bearer tokens only.
        }
        String session = context.request().cookies().stream()
                .filter(cookie -> cookie.getName().startsWith(SESSION_COOKIES))
                .sorted(Comparator.comparing(Cookie::getName))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining(";"));
        return session.isEmpty()
                ? Optional.empty()
                : Optional.of(HexFormat.of().formatHex(Wire.sha256().digest(session.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }

    /** Before the identity layer's own mechanism, which is asked when this one knows nothing. */
    @Override
    public int getPriority() {
        return oidc.getPriority() + 1;
    }
}
