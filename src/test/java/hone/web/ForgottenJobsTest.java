package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A job of every hour, so that nothing but this test touches it. */
@QuarkusTest
@WithTestResource(Servers.class)
class ForgottenJobsTest {
    private static final String JOB = "webhook-log";

    @Inject
    ForgottenJobs forgotten;

    @Inject
    Sql sql;

    @Test
    void whatAnInstanceTookAndLostWithTheDatabaseIsFreeAgain() {
        Instant due = Instant.now().minus(Duration.ofMinutes(3));
        taken(due, "ACQUIRED");

        assertThat(forgotten.free(due.plusSeconds(59))).doesNotContain(JOB);
        assertThat(taken()).isOne();
        assertThat(forgotten.free(Instant.now())).contains(JOB);

        assertThat(taken()).isZero();
        isFree();
    }

    @Test
    void whatWasPutAsideForAnErrorIsFreeAgain() {
        taken(Instant.now().minus(Duration.ofMinutes(3)), "ERROR");

        assertThat(forgotten.free(Instant.now())).contains(JOB);

        isFree();
    }

    /** Within its next minute Quartz finds that it is late, and plans it anew. */
    private void isFree() {
        assertThat(sql.first(
                        "select trigger_state from qrtz_triggers where trigger_name = ?",
                        c -> c.text("trigger_state"),
                        JOB))
                .contains("WAITING");
    }

    private void taken(Instant due, String state) {
        sql.run("""
                insert into qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time,
                  sched_time, priority, state)
                select sched_name, 'lost-' || ?, trigger_name, trigger_group, 'lost', ?, ?, 5, 'ACQUIRED' from qrtz_triggers
                where trigger_name = ?""", state, due.toEpochMilli(), due.toEpochMilli(), JOB);
        assertThat(sql.run(
                        "update qrtz_triggers set trigger_state = ?, next_fire_time = ? where trigger_name = ?",
                        state,
                        due.toEpochMilli(),
                        JOB))
                .isOne();
    }

    private long taken() {
        return sql.number("select count(*) from qrtz_fired_triggers where trigger_name = ?", JOB);
    }
}
