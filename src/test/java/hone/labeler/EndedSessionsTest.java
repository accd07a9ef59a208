package hone.labeler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.Servers;
import hone.web.Sql;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that share nothing but the database: the identity provider tells one of them that a session has ended. */
@QuarkusTest
@WithTestResource(Servers.class)
class EndedSessionsTest {
    private final List<String> forgottenHere = new CopyOnWriteArrayList<>();
    private final List<String> forgottenThere = new CopyOnWriteArrayList<>();

    @Inject
    Sql sql;

    private EndedSessions here;
    private EndedSessions there;

    @BeforeEach
    void twoInstances() {
        here = new EndedSessions(sql, forgottenHere::add);
        there = new EndedSessions(sql, forgottenThere::add);
        there.start(new StartupEvent());
    }

    @AfterEach
    void stop() {
        here.stop(new ShutdownEvent());
        there.stop(new ShutdownEvent());
    }

    @Test
    void aSessionThatEndedOnOneInstanceIsRefusedAndForgottenOnTheOthers() {
        String ended = "session-" + UUID.randomUUID();
        String other = "session-" + UUID.randomUUID();

        here.end(ended);
        here.end(ended); // the provider may tell it again

        assertThat(here.includes(ended)).isTrue();
        assertThat(forgottenHere).contains(ended);
        await().atMost(Duration.ofSeconds(30)).until(() -> there.includes(ended));
        assertThat(forgottenThere).as("who was remembered behind it").contains(ended);
        assertThat(there.includes(other)).isFalse();
        assertThat(forgottenThere).doesNotContain(other);
    }

    @Test
    void anInstanceThatStartsLaterRefusesItTooAndOldOnesAreSweptAway() {
        String ended = "session-" + UUID.randomUUID();
        String old = "session-" + UUID.randomUUID();
        here.end(ended);
        sql.run("insert into ended_session (sid, ended_at) values (?, now() - interval '61 minutes')", old);

        EndedSessions late = new EndedSessions(sql, forgottenThere::add);
        late.start(new StartupEvent());

        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> late.includes(ended));
            assertThat(late.includes(old)).isFalse();
            assertThat(sql.number("select count(*) from ended_session where sid = ?", old))
                    .isZero();
        } finally {
            late.stop(new ShutdownEvent());
        }
    }

    /** Between a look's two steps nothing that has ended may seem to go on. */
    @Test
    void whatEndedHereStaysEndedWhileTheLooksTakeItOver() {
        String ended = "session-" + UUID.randomUUID();
        there.end(ended);

        await().atMost(Duration.ofSeconds(30))
                .failFast(() -> assertThat(there.includes(ended)).isTrue())
                .until(() -> forgottenThere.stream().filter(ended::equals).count() == 2);

        assertThat(there.includes(ended)).isTrue();
    }
}
