package hone.labeler;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class SessionMemoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SessionMemory memory = new SessionMemory(2, () -> 0);

    @Test
    void aSessionIsRememberedForAMinuteAndNoLonger() {
        SecurityIdentity lena = identity("lena", "session-1", NOW.plus(Duration.ofMinutes(5)));

        memory.put("cookies", lena, NOW);

        assertThat(memory.get("cookies", NOW.plusSeconds(59)).map(SecurityIdentity::getPrincipal))
                .contains(lena.getPrincipal());
        assertThat(memory.get("cookies", NOW.plusSeconds(60))).isEmpty();
        assertThat(memory.get("other cookies", NOW)).isEmpty();
    }

    @Test
    void nobodyIsRememberedLongerThanTheirTokenLives() {
        memory.put("cookies", identity("lena", "session-1", NOW.plusSeconds(10)), NOW);

        assertThat(memory.get("cookies", NOW.plusSeconds(9))).isPresent();
        assertThat(memory.get("cookies", NOW.plusSeconds(10))).isEmpty();
    }

    @Test
    void thoseWhoSignInTogetherAreForgottenOverTheLastQuarterOfTheirTokensLife() {
        Iterator<Double> chances = List.of(0.0, 0.5, 1.0).iterator();
        SessionMemory spread = new SessionMemory(3, chances::next);
        Instant expires = NOW.plusSeconds(40);
        spread.put("latest", identity("lena", "1", expires), NOW);
        spread.put("between", identity("ravi", "2", expires), NOW);
        spread.put("first", identity("ada", "3", expires), NOW);

        assertThat(remembered(spread, 29)).containsExactly("first", "between", "latest");
        assertThat(remembered(spread, 30)).containsExactly("between", "latest");
        assertThat(remembered(spread, 35)).containsExactly("latest");
        assertThat(remembered(spread, 40)).isEmpty();
    }

    private static List<String> remembered(SessionMemory memory, int seconds) {
        return Stream.of("first", "between", "latest")
                .filter(key -> memory.get(key, NOW.plusSeconds(seconds)).isPresent())
                .toList();
    }

    @Test
    void whatEndedIsForgottenAtOnceByItsSessionOrByItsPerson() {
        Instant later = NOW.plus(Duration.ofMinutes(5));
        memory.put("at home", identity("lena", "session-1", later), NOW);
        memory.put("at work", identity("lena", "session-2", later), NOW);

        memory.end("session-1");
        assertThat(memory.get("at home", NOW)).isEmpty();
        assertThat(memory.get("at work", NOW)).isPresent();

        memory.end("lena");
        assertThat(memory.get("at work", NOW)).isEmpty();
    }

    @Test
    void moreSessionsThanItHoldsPushTheOldestOut() {
        Instant later = NOW.plus(Duration.ofMinutes(5));
        memory.put("one", identity("lena", "1", later), NOW);
        memory.put("two", identity("ravi", "2", later), NOW);
        memory.put("three", identity("ada", "3", later), NOW);

        assertThat(memory.get("one", NOW)).isEmpty();
        assertThat(memory.get("three", NOW)).isPresent();
    }

    @Test
    void whoHasNoTokenIsNotRemembered() {
        SecurityIdentity unknown =
                QuarkusSecurityIdentity.builder().setPrincipal(() -> "script").build();

        memory.put("cookies", unknown, NOW);

        assertThat(memory.get("cookies", NOW)).isEmpty();
    }

    @Test
    void whatIsRememberedIsThePersonAndNothingOfTheRequestTheyCameWith() {
        RoutingContext request = (RoutingContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RoutingContext.class}, (_, method, _) -> {
                    throw new IllegalStateException("nothing is asked of the request: " + method);
                });
        TokenCredential token = new TokenCredential("a token", "bearer");
        SecurityIdentity lena = QuarkusSecurityIdentity.builder(
                        identity("lena", "session-1", NOW.plus(Duration.ofMinutes(5))))
                .addRole("labeler")
                .addCredential(token)
                .addAttribute("tenant-id", "people")
                .addAttribute(RoutingContext.class.getName(), request)
                .build();

        memory.put("cookies", lena, NOW);

        SecurityIdentity known = memory.get("cookies", NOW).orElseThrow();
        assertThat(known.getPrincipal()).isSameAs(lena.getPrincipal());
        assertThat(known.getRoles()).containsExactly("labeler");
        assertThat(known.getCredentials()).containsExactly(token);
        assertThat(known.getAttributes()).containsOnly(Map.entry("tenant-id", "people"));
    }

    private static SecurityIdentity identity(String subject, String session, Instant expires) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new Token(Map.of("sub", subject, "sid", session, "exp", expires.getEpochSecond())))
                .build();
    }

    /** A token by its claims. */
    private record Token(Map<String, Object> claims) implements JsonWebToken, Principal {
        @Override
        public String getName() {
            return getSubject();
        }

        @Override
        public Set<String> getClaimNames() {
            return claims.keySet();
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // a claim that is not there is null by the interface's own word
        public <T> T getClaim(String name) {
            return (T) claims.get(name);
        }
    }
}
