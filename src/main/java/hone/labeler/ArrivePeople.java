package hone.labeler;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * People whose work comes from another Hone. Whoever is the same subject of the same identity provider is the same person; anybody
 * else is a new one. Their user name is theirs there, and somebody else's here perhaps: so it leads to their work only when
 * an admin has said that names mean the same people.
 */
@ApplicationScoped
public class ArrivePeople {
    private final Sql sql;

    ArrivePeople(Sql sql) {
        this.sql = sql;
    }

    /** A person as the archive has them. */
    public record Person(
            UUID id,
            String username,
            String displayName,
            boolean simulated,
            Optional<String> subject,
            Optional<String> issuer,
            Instant createdAt) {}

    /** What user names mean. */
    public enum Names {
        /** Those of another place: nobody signs in to their work. */
        OF_ELSEWHERE,
        /** The same as here: who signs in under a name that nobody has yet gets that person's work. */
        OF_HERE
    }

    /** @return the id that each of them has here */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, UUID> arrive(List<Person> people, Names names) {
        Map<UUID, UUID> here = new HashMap<>();
        for (Person person : people) {
            here.put(person.id(), known(person).orElseGet(() -> added(person, names)));
        }
        return here;
    }

    private Optional<UUID> known(Person person) {
        Optional<UUID> same = sql.first("select id from labeler where id = ?", c -> c.id("id"), person.id());
        if (same.isPresent() || person.subject().isEmpty() || person.issuer().isEmpty()) {
            return same;
        }
        return sql.first(
                "select id from labeler where subject = ? and issuer = ?",
                c -> c.id("id"),
                person.subject().get(),
                person.issuer().get());
    }

    private UUID added(Person person, Names names) {
        boolean free = sql.first("select id from labeler where username = ?", c -> c.id("id"), person.username())
                .isEmpty();
        String username =
                names == Names.OF_HERE && free ? person.username() : Labeler.elsewhere(person.username(), person.id());
        sql.run("""
                insert into labeler (id, username, display_name, simulated, created_at) values (?, ?, ?, ?, ?)""", person.id(), username, person.displayName(), person.simulated(), person.createdAt());
        return person.id();
    }
}
