package hone.labeler;

import hone.web.Recent;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who each session belongs to, for a minute at most and never longer than its token lives. Somewhere in the last quarter of that time,
 * each at another moment, a session is forgotten, and the identity layer renews its tokens: a hundred people who signed in together
 * would otherwise have them renewed together, every minute, and all wait.
 */
final class SessionMemory {
    /** How long a disabled account may still work, and far less than a token lives. */
    static final Duration AT_MOST = Duration.ofMinutes(1);

    private static final double SPREAD_OVER = 0.25;

    private final Recent<String, Remembered> sessions;
    private final DoubleSupplier chance;

    /** @param chance from 0 to 1, each as likely */
    SessionMemory(int max, DoubleSupplier chance) {
        this.sessions = new Recent<>(max);
        this.chance = chance;
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
            Duration valid = Duration.between(now, Instant.ofEpochSecond(token.getExpirationTime()));
            Duration longest = valid.compareTo(AT_MOST) < 0 ? valid : AT_MOST;
            double part = 1 - SPREAD_OVER * chance.getAsDouble();
            sessions.put(
                    key,
                    new Remembered(withoutRequest(identity), now.plusMillis(Math.round(longest.toMillis() * part))));
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
