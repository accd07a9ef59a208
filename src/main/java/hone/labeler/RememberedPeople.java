package hone.labeler;

import hone.web.Recent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Remembers for a minute which row a sign-in leads to: most requests need no more of a person than their id, which never
 * changes. After the minute the row is read again, which records that they were here and what the identity provider now says
 * about them.
 */
@ApplicationScoped
class RememberedPeople {
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    private static final int PEOPLE_MAX = 10_000;

    private final Recent<RecognisePerson.SignIn, Remembered> people = new Recent<>(PEOPLE_MAX);

    private record Remembered(UUID id, Instant until) {}

    /** Empty when the row should be read again. When anything in the sign-in changes, that is at once. */
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
