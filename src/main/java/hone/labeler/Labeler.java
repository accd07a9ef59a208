package hone.labeler;

import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person (or a script, then {@code simulated}) as Hone knows them. The rest is kept by the identity provider. */
@Entity
public class Labeler {
    private static final Duration SEEN_EVERY = Duration.ofMinutes(5);

    @Id
    public UUID id;

    /** Null until the first sign-in: an admin may add a person by username before that. */
    public @Nullable String subject;

    /** The identity provider that knows the subject; null beside a subject only in old rows. */
    public @Nullable String issuer;

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

    /** When another subject last signed in under this name and was not let in. */
    @Column(name = "name_refused_at")
    public @Nullable Instant nameRefusedAt;

    /** Someone we know only by name. */
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

    /** Hone itself is the identity provider of service accounts. */
    private static final String OWN_ISSUER = "hone";

    /** A service account: nobody signs in as it, and its judgments are marked as simulated. */
    public static Labeler account(String username, String displayName, Instant now) {
        Labeler account = named(username, now);
        account.displayName = displayName;
        account.subject = account.id.toString();
        account.issuer = OWN_ISSUER;
        account.simulated = true;
        return account;
    }

    /**
     * Stores what a sign-in says about this person, and that they were here. Rarely written, because each of their pages calls
     * this.
     */
    void seen(Optional<String> name, boolean script, Instant now) {
        name.ifPresent(n -> displayName = n);
        simulated = simulated || script;
        if (lastSeenAt == null || lastSeenAt.isBefore(now.minus(SEEN_EVERY))) {
            lastSeenAt = now;
        }
    }

    /** The new name of a row whose name was freed for somebody else. */
    static String former(String username, UUID id) {
        return longer(username, "-former-", id);
    }

    /** What somebody is called who came with a project from another Hone: nobody signs in under it. */
    static String elsewhere(String username, UUID id) {
        return longer(username, "-elsewhere-", id);
    }

    private static String longer(String username, String word, UUID id) {
        String end = word + id.toString().substring(24);
        return username.substring(0, Math.min(username.length(), 100 - end.length())) + end;
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
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        /**
         * The person with this subject. When a provider has moved to another address, it is still the same one for those whose
         * name has stayed the same.
         */
        Optional<Labeler> bySubject(Subject subject, String username) {
            return find(
                            "subject = ?1 and (issuer = ?2 or issuer is null or username = ?3) order by issuer nulls last",
                            subject.id(),
                            subject.issuer(),
                            username)
                    .firstResultOptional();
        }

        public Optional<Labeler> byUsername(String username) {
            return find("username", username).firstResultOptional();
        }

        /** Names that somebody else has tried to sign in under, most recent attempt first. */
        public List<Labeler> contested(int max) {
            return find("nameRefusedAt is not null order by nameRefusedAt desc")
                    .page(0, max)
                    .list();
        }

        /** Whoever signs in under this name next starts afresh; the person and their work stay, under a longer name. */
        public boolean free(String username) {
            Optional<Labeler> row = byUsername(username).filter(l -> l.nameRefusedAt != null);
            row.ifPresent(l -> {
                l.username = former(l.username, l.id);
                l.nameRefusedAt = null;
            });
            return row.isPresent();
        }

        /**
         * The person with this username; before their first sign-in, a row that waits for them. Two calls at a time make one
         * row.
         */
        public Labeler known(String username, Instant now) {
            Labeler added = named(username, now);
            flush(); // a name that was just given away is free
            sql.run("""
                    insert into labeler (id, username, display_name, created_at) values (?, ?, ?, ?)
                    on conflict (username) do nothing""", added.id, added.username, added.displayName, now);
            return byUsername(username).orElseThrow();
        }
    }
}
