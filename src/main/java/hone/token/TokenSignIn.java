package hone.token;

import hone.web.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Authenticates requests under {@code /api} that carry one of Hone's own tokens, before access tokens of the identity provider are
 * considered. Every request queries the database, so all instances reject a revoked token at once.
 */
@ApplicationScoped
class TokenSignIn implements HttpAuthenticationMechanism {
    /** Ahead of the identity provider's, 1001. */
    private static final int FIRST = 2000;

    private static final String BEARER = "bearer ";
    private static final String WHY = "hone.token.refused";

    private final AccessToken.Repo tokens;

    TokenSignIn(AccessToken.Repo tokens) {
        this.tokens = tokens;
    }

    @Override
    public int getPriority() {
        return FIRST;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager manager) {
        Optional<String> secret = secret(request);
        if (secret.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .completionStage(() -> request.vertx()
                        .executeBlocking(() -> tokens.signIn(secret.get(), Instant.now()), false)
                        .toCompletionStage())
                .onFailure(AccessToken.Refused.class)
                .transform(refused -> {
                    request.put(WHY, refused.getMessage());
                    return new AuthenticationFailedException(refused.getMessage());
                })
                .map(shown -> QuarkusSecurityIdentity.builder()
                        .setPrincipal(shown.account())
                        .addRoles(shown.scopes())
                        .build());
    }

    private static Optional<String> secret(RoutingContext request) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (!isApi(request)
                || header == null
                || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        String text = header.substring(BEARER.length()).strip();
        return text.startsWith(TokenSecret.PREFIX) ? Optional.of(text) : Optional.empty();
    }

    static boolean isApi(RoutingContext request) {
        return request.normalizedPath().startsWith("/api/");
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return isApi(request)
                ? Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", challenge(request)))
                : Uni.createFrom().nullItem();
    }

    /** With a body, like every error of the API. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        if (!isApi(request)) {
            return Uni.createFrom().item(false);
        }
        if (!request.response().ended()) {
            request.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", challenge(request))
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(problem(request).encode());
        }
        return Uni.createFrom().item(true);
    }

    private static JsonObject problem(RoutingContext request) {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", "Not signed in")
                .put("status", 401)
                .put("detail", detail(request));
    }

    static String detail(RoutingContext request) {
        return why(request)
                .orElse("Send a token: Authorization: Bearer hone_… An admin can create one on the Tokens page.");
    }

    private static String challenge(RoutingContext request) {
        return why(request)
                .map(sentence -> "Bearer error=\"invalid_token\", error_description=\"" + sentence + "\"")
                .orElse("Bearer");
    }

    private static Optional<String> why(RoutingContext request) {
        return Optional.ofNullable(request.get(WHY));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(); // nothing that one of Quarkus' identity providers would have to check
    }
}
