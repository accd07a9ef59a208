package hone.labeler;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. The row is made at the first sign-in; a member added by username before that is found by it and keeps the
 * subject from then on, so that a later change of the username does not lose the work.
 */
@Named("me")
@RequestScoped
public class SignedIn {
    private static final Duration SEEN_EVERY = Duration.ofMinutes(5);

    private final SecurityIdentity identity;
    private final Labeler.Repo labelers;
    private final RememberedPeople remembered;
    private @Nullable Labeler labeler;

    SignedIn(SecurityIdentity identity, Labeler.Repo labelers, RememberedPeople remembered) {
        this.identity = identity;
        this.labelers = labelers;
        this.remembered = remembered;
    }

    /**
     * Whether the person can be named on this page. Error pages of unknown addresses are made on an event loop, where the
     * database must not be asked; they go without the account menu.
     */
    public boolean isKnown() {
        return labeler != null || (!identity.isAnonymous() && BlockingOperationControl.isBlockingAllowed());
    }

    public UUID id() {
        return labeler == null ? remembered.id(who(), () -> getLabeler().id) : labeler.id;
    }

    private RememberedPeople.Who who() {
        Optional<JsonWebToken> token = token();
        return new RememberedPeople.Who(
                identity.getPrincipal().getName(),
                token.map(JsonWebToken::getSubject),
                token.map(t -> t.<String>getClaim("name")),
                has(Role.SIMULATED));
    }

    public boolean has(String role) {
        return identity.hasRole(role);
    }

    /** For templates: {@code me.admin}. */
    public boolean isAdmin() {
        return has(Role.ADMIN);
    }

    /** For templates: {@code me.reviewing}, whoever may see who judged what. */
    public boolean isReviewing() {
        return has(Role.REVIEWER) || has(Role.ADMIN);
    }

    public Labeler getLabeler() {
        if (labeler == null) {
            // A transaction of its own: the row must stand even when the request's own work is refused.
            labeler = QuarkusTransaction.requiringNew().call(this::findOrAdd);
        }
        return labeler;
    }

    private Labeler findOrAdd() {
        Instant now = Instant.now();
        String username = identity.getPrincipal().getName();
        Optional<String> subject = token().map(JsonWebToken::getSubject);
        Labeler row = subject.flatMap(labelers::bySubject)
                .or(() -> labelers.byUsername(username))
                // The first page of a person asks for several things at once: all must find one row.
                .orElseGet(() -> labelers.known(username, now));
        if (row.subject == null && subject.isPresent()) {
            row.subject = subject.get();
        }
        token().map(t -> t.<String>getClaim("name")).filter(n -> !n.isBlank()).ifPresent(n -> row.displayName = n);
        row.simulated = row.simulated || has(Role.SIMULATED);
        if (row.lastSeenAt == null || row.lastSeenAt.isBefore(now.minus(SEEN_EVERY))) {
            row.lastSeenAt = now;
        }
        return row;
    }

    private Optional<JsonWebToken> token() {
        return identity.getPrincipal() instanceof JsonWebToken jwt ? Optional.of(jwt) : Optional.empty();
    }
}
