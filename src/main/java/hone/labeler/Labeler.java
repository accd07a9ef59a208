package hone.labeler;

import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person (or a script, then {@code simulated}) as Hone knows them. The identity provider holds the rest. */
@Entity
public class Labeler {
    @Id
    public UUID id;

    /** Null until the first sign-in: an admin may add a person by username before. */
    public @Nullable String subject;

    public String username;

    @Column(name = "display_name")
    public String displayName;

    public boolean simulated;
    public String theme;
    public String reading;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "last_seen_at")
    public @Nullable Instant lastSeenAt;

    /** Someone we have only heard of. */
    public static Labeler named(String username, Instant now) {
        Labeler labeler = new Labeler();
        labeler.id = Uuid7.next();
        labeler.username = username;
        labeler.displayName = username;
        labeler.theme = "system";
        labeler.reading = "serif";
        labeler.createdAt = now;
        return labeler;
    }

    /** Two letters for the avatar. */
    public String initials() {
        String[] words = displayName.trim().split("\\s+");
        String letters = words.length > 1
                ? words[0].substring(0, 1) + words[words.length - 1].substring(0, 1)
                : words[0].substring(0, Math.min(2, words[0].length()));
        return letters.toUpperCase(java.util.Locale.ROOT);
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Labeler, UUID> {
        public Optional<Labeler> bySubject(String subject) {
            return find("subject", subject).firstResultOptional();
        }

        public Optional<Labeler> byUsername(String username) {
            return find("username", username).firstResultOptional();
        }

        /** The person of this username; before their first sign-in a row that waits for them. Two at a time make one row. */
        public Labeler known(String username, Instant now) {
            Labeler added = named(username, now);
            getEntityManager()
                    .createNativeQuery("""
                            insert into labeler (id, username, display_name, created_at) values (?1, ?2, ?3, ?4)
                            on conflict (username) do nothing""")
                    .setParameter(1, added.id)
                    .setParameter(2, added.username)
                    .setParameter(3, added.displayName)
                    .setParameter(4, now)
                    .executeUpdate();
            return byUsername(username).orElseThrow();
        }
    }
}
