package hone.labeler;

import hone.web.Conflict;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who is asking, and what their roles let them see. */
@Named("me")
@RequestScoped
public class SignedIn {
    private final SecurityIdentity identity;
    private final RememberedPeople remembered;
    private final RecognisePerson people;
    private @Nullable Labeler labeler;
    private boolean refused;

    SignedIn(SecurityIdentity identity, RecognisePerson people, RememberedPeople remembered) {
        this.identity = identity;
        this.people = people;
        this.remembered = remembered;
    }

    /**
     * Whether the person can be named on this page. Error pages for unknown addresses are rendered on an event loop, where the
     * database must not be queried; they go without the account menu.
     */
    public boolean isKnown() {
        if (labeler != null) {
            return true;
        }
        if (refused || identity.isAnonymous() || !BlockingOperationControl.isBlockingAllowed()) {
            return false;
        }
        try {
            getLabeler();
            return true;
        } catch (Conflict e) {
            return false; // A page that needs no person goes without; any other says why.
        }
    }

    /**
     * Looks the person up before any other query, so that the request never wants a second connection for it while it holds
     * one: as many requests as there are connections would wait for each other.
     */
    void identify() {
        if (!identity.isAnonymous() && BlockingOperationControl.isBlockingAllowed()) {
            try {
                id();
            } catch (Conflict e) {
                refused = true; // Whatever needs the person says why.
            }
        }
    }

    /** For templates: {@code me.signedIn}, also true for somebody who was not let in. */
    public boolean isSignedIn() {
        return !identity.isAnonymous();
    }

    /** The service account, if the request came with one of Hone's own tokens. */
    public Optional<ServiceAccount> account() {
        return identity.getPrincipal() instanceof ServiceAccount account ? Optional.of(account) : Optional.empty();
    }

    public UUID id() {
        if (account().isPresent()) {
            return account().get().labeler();
        }
        return labeler == null ? remembered.id(signIn(), () -> getLabeler().id) : labeler.id;
    }

    public boolean has(String role) {
        return identity.hasRole(role);
    }

    /** For templates: {@code me.admin}. */
    public boolean isAdmin() {
        return has(Role.ADMIN);
    }

    /** For templates: {@code me.reviewing}, true for whoever may see who judged what. */
    public boolean isReviewing() {
        return has(Role.REVIEWER) || has(Role.ADMIN);
    }

    public Labeler getLabeler() {
        if (labeler == null) {
            labeler = account()
                    .map(ServiceAccount::labeler)
                    .or(() -> remembered.id(signIn()))
                    .flatMap(people::known)
                    .orElseGet(this::recognised);
        }
        return labeler;
    }

    private Labeler recognised() {
        if (refused) {
            throw NameTaken.of(identity.getPrincipal().getName());
        }
        try {
            return people.recognise(signIn(), Instant.now());
        } catch (Conflict e) {
            refused = true; // The page that says why must not ask again.
            throw e;
        }
    }

    private RecognisePerson.SignIn signIn() {
        Optional<JsonWebToken> token = token();
        return new RecognisePerson.SignIn(
                identity.getPrincipal().getName(),
                token.map(Subject::of),
                token.map(t -> t.<String>getClaim("name")).filter(n -> !n.isBlank()),
                has(Role.SIMULATED));
    }

    private Optional<JsonWebToken> token() {
        return identity.getPrincipal() instanceof JsonWebToken jwt ? Optional.of(jwt) : Optional.empty();
    }
}
