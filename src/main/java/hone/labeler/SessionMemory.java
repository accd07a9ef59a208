package hone.labeler;

import hone.web.Recent;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who each session belongs to, for a minute at most and never longer than its token lives. */
final class SessionMemory {
    /** How long a disabled account may still work, and far less than a token lives. */
    static final Duration AT_MOST = Duration.ofMinutes(1);

    private final Recent<String, Remembered> sessions;

    SessionMemory(int max) {
        sessions = new Recent<>(max);
    }

    private record Remembered(SecurityIdentity identity, Instant until) {
        boolean isOf(String session) {
            return identity.getPrincipal() instanceof JsonWebToken token
                    && (session.equals(token.getSubject()) || session.equals(token.getClaim("sid")));
        }
    }

    Optional<SecurityIdentity> get(String key, Instant now) {
        return sessions.get(key).filter(known -> now.isBefore(known.until())).map(Remembered::identity);
    }

    /** An identity without a token is not remembered, since nobody knows when it ends. */
    void put(String key, SecurityIdentity identity, Instant now) {
        if (!identity.isAnonymous() && identity.getPrincipal() instanceof JsonWebToken token) {
            Instant expires = Instant.ofEpochSecond(token.getExpirationTime());
            Instant latest = now.plus(AT_MOST);
            sessions.put(key, new Remembered(withoutRequest(identity), expires.isBefore(latest) ? expires : latest));
        }
    }

    /** The identity layer attaches the request, with its body and its connection: none of that may stay in memory here. */
    private static SecurityIdentity withoutRequest(SecurityIdentity identity) {
        QuarkusSecurityIdentity.Builder kept = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles())
                .addCredentials(identity.getCredentials())
                .addPermissions(identity.getPermissions());
        identity.getAttributes().forEach((name, value) -> {
            if (!(value instanceof RoutingContext)) {
                kept.addAttribute(name, value);
            }
        });
        return kept.build();
    }

    void forget(String key) {
        sessions.remove(key);
    }

    /** @param session the identity provider's id of a session, or the subject whose sessions all end */
    void end(String session) {
        sessions.removeIf(known -> known.isOf(session));
    }
}
