package hone.labeler;

import hone.web.Sql;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Sessions that were signed out, here or at the identity provider. A session's cookie holds tokens that stay valid for a while;
 * until they expire, they are refused because of this list. The provider tells one instance; the others read it from the
 * database within a second. Once the tokens have expired, refreshing them fails, so that nothing needs to be kept for long.
 */
@ApplicationScoped
public class EndedSessions {
    private static final Logger LOG = Logger.getLogger(EndedSessions.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    /** How many polls lie between two removals of old rows. */
    private static final int POLLS_BETWEEN_SWEEPS = 600;

    private final Sql sql;
    /** Forgets who a session belongs to. */
    private final Consumer<String> forget;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Set<String> known = Set.of();
    /** Ended on this instance, until the next poll finds them. */
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();

    @Inject
    EndedSessions(Sql sql, RememberedSessions remembered) {
        this(sql, remembered::end);
    }

    EndedSessions(Sql sql, Consumer<String> forget) {
        this.sql = sql;
        this.forget = forget;
    }

    void start(@Observes StartupEvent started) {
        Thread.ofVirtual().name("ended-sessions").start(this::poll);
    }

    void stop(@Observes ShutdownEvent ended) {
        stopping.countDown();
    }

    /** @param sid the session's id at the identity provider, as its tokens name it */
    public boolean includes(String sid) {
        // In this order: a poll in between adds it to the known ones before removing it from the fresh ones.
        return fresh.contains(sid) || known.contains(sid);
    }

    public void end(String sid) {
        fresh.add(sid);
        forget.accept(sid);
        sql.run("insert into ended_session (sid, ended_at) values (?, now()) on conflict (sid) do nothing", sid);
    }

    private void poll() {
        try {
            for (int polls = 0; !stopping.await(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS); polls++) {
                read(polls);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(int polls) {
        try {
            if (polls % POLLS_BETWEEN_SWEEPS == 0) {
                sql.run("delete from ended_session where ended_at < now() - interval '1 hour'");
            }
            Set<String> ended = Set.copyOf(sql.list(
                    "select sid from ended_session where ended_at > now() - interval '15 minutes'",
                    c -> c.text("sid")));
            ended.stream().filter(sid -> !known.contains(sid)).forEach(forget);
            known = ended;
            fresh.removeAll(known);
        } catch (RuntimeException e) {
            LOG.debugf("Ended sessions could not be read, next poll in %s: %s", POLL_INTERVAL, e.getMessage());
        }
    }
}
