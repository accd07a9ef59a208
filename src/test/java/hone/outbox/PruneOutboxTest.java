package hone.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Of what Kafka has, the outbox keeps what is fresh; of what it has not, everything. */
@QuarkusTest
@WithTestResource(Servers.class)
class PruneOutboxTest {
    @Inject
    PruneOutbox pruning;

    @Inject
    OutboxConfig config;

    @Inject
    Sql sql;

    @Test
    void sentRowsGoAfterAnHourAndUnsentOnesStay() throws InterruptedException {
        UUID old = row("now() - interval '61 minutes'");
        UUID fresh = row("now() - interval '50 minutes'");
        // The relay may send it in between: then it is a fresh one.
        UUID unsent = row("null");

        pruning.tick();

        assertThat(config.kept()).isEqualTo(Duration.ofHours(1));
        assertThat(there(old)).isZero();
        assertThat(there(fresh)).isEqualTo(1);
        assertThat(there(unsent)).isEqualTo(1);
    }

    private UUID row(String sentAt) {
        UUID id = Uuid7.next();
        sql.run("""
                insert into outbox (sequence, id, topic, key, type, subject, payload, created_at, sent_at) overriding system value
                -- Before those of other tests, as old as it is said to be.
                select coalesce(min(sequence), 0) - 1, ?, 'judgments', ?, 'hone.test', 'prune', '{}', now() - interval '2 hours', %s
                from outbox""".formatted(sentAt), id, id.toString());
        return id;
    }

    private long there(UUID id) {
        return sql.number("select count(*) from outbox where id = ?", id);
    }
}
