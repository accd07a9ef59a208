package hone.labeler;

import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Finds the row of whoever has signed in. A person is a subject of the identity provider; a name only leads to a row that waits
 * for its first sign-in. Whoever signs in under a name that another subject has worked under inherits nothing.
 */
@ApplicationScoped
public class RecognisePerson {
    private static final Logger LOG = Logger.getLogger(RecognisePerson.class);

    private final Labeler.Repo labelers;
    private final Sql sql;
    private final Event<NameGivenUp> givenUp;

    RecognisePerson(Labeler.Repo labelers, Sql sql, Event<NameGivenUp> givenUp) {
        this.labelers = labelers;
        this.sql = sql;
        this.givenUp = givenUp;
    }

    /**
     * What the sign-in says about somebody.
     *
     * @param subject empty where nothing vouches for one, as in tests: then only a row without a subject is theirs
     * @param simulated whether this is a script
     */
    record SignIn(String username, Optional<Subject> subject, Optional<String> displayName, boolean simulated) {}

    /**
     * The person's row, created if there is none.
     *
     * @throws hone.web.Conflict when the name belongs to another subject
     */
    Labeler recognise(SignIn signIn, Instant now) {
        // In a transaction of its own: the row must stay even when the request's own work is refused.
        Optional<Labeler> found = QuarkusTransaction.requiringNew().call(() -> {
            Optional<Labeler> row = signIn.subject()
                    .map(subject -> bySubject(signIn.username(), subject, now))
                    .orElseGet(() -> unbound(signIn.username(), now));
            row.ifPresent(person -> person.seen(signIn.displayName(), signIn.simulated(), now));
            return row;
        });
        return found.orElseThrow(() -> {
            refused(signIn.username(), now);
            return NameTaken.of(signIn.username());
        });
    }

    /** A row that was found recently; read on the caller's own connection. */
    Optional<Labeler> known(UUID id) {
        return labelers.findByIdOptional(id);
    }

    private Optional<Labeler> unbound(String username, Instant now) {
        return Optional.of(labelers.known(username, now)).filter(row -> row.subject == null);
    }

    private Optional<Labeler> bySubject(String username, Subject subject, Instant now) {
        Optional<Labeler> known = labelers.bySubject(subject, username);
        if (known.isPresent()) {
            follow(known.get(), username, subject);
            return known;
        }
        Labeler named = labelers.known(username, now);
        // If two subjects sign in under one waiting name at once, one of them gets it.
        sql.run(
                "update labeler set subject = ?, issuer = ? where id = ? and subject is null",
                subject.id(),
                subject.issuer(),
                named.id);
        labelers.getEntityManager().refresh(named);
        return subject.is(named) ? Optional.of(named) : Optional.empty();
    }

    /** Takes over what the identity provider has changed about somebody we know. */
    private void follow(Labeler row, String username, Subject subject) {
        row.issuer = subject.issuer();
        if (row.username.equals(username)) {
            return;
        }
        labelers.byUsername(username).ifPresent(holder -> giveUp(holder, row));
        row.username = username;
    }

    /**
     * The former holder loses the name; if the row was only waiting under it, to be added to projects, that was meant for this
     * person.
     */
    private void giveUp(Labeler holder, Labeler person) {
        if (holder.subject == null) {
            givenUp.fire(new NameGivenUp(holder.id, person.id));
        }
        sql.run(
                "update labeler set username = ?, name_refused_at = null where id = ?",
                Labeler.former(holder.username, holder.id),
                holder.id);
        labelers.getEntityManager().detach(holder);
    }

    private void refused(String username, Instant now) {
        LOG.warnf(
                "The name %s is used by another subject of the identity provider; its person was not let in.",
                username);
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run(
                        "update labeler set name_refused_at = ? where username = ? and (name_refused_at is null or name_refused_at < ?)",
                        now,
                        username,
                        now.minusSeconds(60)));
    }
}
