package hone.labeler;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.oidc.OidcConfigurationMetadata;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * OpenID Connect's back-channel logout: the identity provider tells one instance that a session has ended. Quarkus supports
 * this for a single instance only; here the others learn of it too. It has a route of its own, since it can't send a form token
 * of ours.
 */
@ApplicationScoped
class ReceiveEndedSessions {
    static final String PATH = "/auth/session-ended";

    private static final Logger LOG = Logger.getLogger(ReceiveEndedSessions.class);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final int BODY_BYTES_MAX = 64 << 10;
    private static final int CLOCK_SECONDS = 60;
    private static final int AGE_SECONDS_MAX = 300;

    private final EndedSessions ended;
    private final Instance<OidcConfigurationMetadata> provider;
    private final String client;
    private volatile @Nullable HttpsJwks keys;

    ReceiveEndedSessions(
            EndedSessions ended,
            Instance<OidcConfigurationMetadata> provider,
            @ConfigProperty(name = "quarkus.oidc.client-id") String client) {
        this.ended = ended;
        this.provider = provider;
        this.client = client;
    }

    void register(@Observes Router router) {
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .blockingHandler(this::hear, false);
    }

    private void hear(RoutingContext context) {
        Optional<String> sid = Optional.ofNullable(context.request().getFormAttribute("logout_token"))
                .flatMap(this::session);
        sid.ifPresent(ended::end);
        context.response()
                .putHeader("Cache-Control", "no-store")
                .setStatusCode(sid.isPresent() ? 200 : 400)
                .end();
    }

    /** The session that the token names; empty when it is not one that the provider issued for us. */
    private Optional<String> session(String token) {
        // The provider's metadata is tied to a request context, which a route of its own does not have.
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys()))
                    .setExpectedIssuer(provider.get().getIssuer())
                    .setExpectedAudience(client)
                    .setRequireIssuedAt()
                    .setAllowedClockSkewInSeconds(CLOCK_SECONDS)
                    .setIssuedAtRestrictions(CLOCK_SECONDS, AGE_SECONDS_MAX)
                    .build()
                    .processToClaims(token);
            boolean logout = claims.getClaimValue("events") instanceof Map<?, ?> events && events.containsKey(EVENT);
            if (!logout || claims.hasClaim("nonce")) {
                return Optional.empty();
            }
            return Optional.ofNullable(claims.getStringClaimValue("sid"));
        } catch (InvalidJwtException | MalformedClaimException | RuntimeException e) {
            // Also while the provider is not known yet: it sends the token again, or the session's tokens expire.
            LOG.warn("Something that is not a logout token of the identity provider was sent to " + PATH + ".");
            LOG.debug("Why it is not", e);
            return Optional.empty();
        } finally {
            request.terminate();
        }
    }

    private HttpsJwks keys() {
        HttpsJwks known = keys;
        if (known == null) {
            known = new HttpsJwks(provider.get().getJsonWebKeySetUri());
            keys = known;
        }
        return known;
    }
}
