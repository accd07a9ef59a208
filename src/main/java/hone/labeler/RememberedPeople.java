package hone.labeler;

import hone.web.Recent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Whose row a sign-in leads to, for a minute: most requests need no more of a person than their id, which never changes. After the
 * minute the row is looked at again, which notes that they were here and what the identity provider says of them now.
 */
@ApplicationScoped
class RememberedPeople {
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    private static final int PEOPLE_MAX = 10_000;

    private final Recent<RecognisePerson.SignIn, Remembered> people = new Recent<>(PEOPLE_MAX);

    private record Remembered(UUID id, Instant until) {}

    /** Nothing when the row is to be looked at. When anything changes of what the sign-in tells, that is at once. */
    Optional<UUID> id(RecognisePerson.SignIn who) {
        Instant now = Instant.now();
        return people.get(who).filter(known -> now.isBefore(known.until())).map(Remembered::id);
    }

    UUID id(RecognisePerson.SignIn who, Supplier<UUID> look) {
        return id(who).orElseGet(() -> {
            UUID id = look.get();
            people.put(who, new Remembered(id, Instant.now().plus(AT_MOST)));
            return id;
        });
    }
}
