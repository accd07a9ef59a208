package hone.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class DueRoundsTest {
    @Inject
    CircleRows rows;

    @Inject
    DueRounds dueRounds;

    @Inject
    Sql sql;

    @Inject
    Schedule.Repo schedules;

    @Test
    void dueInTwoSecondsARoundStartsWithoutAHand() {
        Project project = withOneDemonstration();
        schedule(project, Instant.now().plusSeconds(2));

        await().atMost(Duration.ofSeconds(60)).until(() -> rounds(project).size() == 1);

        // Frozen, published and asked for, by the ticks alone; nobody trains here.
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        sql.number("select count(*) from run where project_id = ? and kind = 'sft'", project.id) == 1);
        assertThat(rounds(project)).containsExactly("on time");
        assertThat(sql.number("""
                        select count(*) from outbox o join run r on o.subject = r.id::text
                        where r.project_id = ? and o.topic = 'runs' and o.type = 'hone.run.requested'""", project.id)).isEqualTo(1);
    }

    @Test
    void dueWhileTheAppWasDownIsOneRoundMarkedLate() {
        Project project = withOneDemonstration();
        // Three due times have passed: 15 days ago, and two since.
        schedule(project, Instant.now().minus(15, ChronoUnit.DAYS));

        dueRounds.start(Instant.now());
        dueRounds.start(Instant.now());

        assertThat(rounds(project)).containsExactly("late");
        assertThat(nextDue(project)).isAfter(Instant.now());
    }

    @Test
    void twoInstancesThatLookAtOnceStartOneRound() throws InterruptedException {
        for (int repetition = 0; repetition < 5; repetition++) {
            Project project = withOneDemonstration();
            schedule(project, Instant.now().minusSeconds(1));
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> instances = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                instances.add(Thread.ofPlatform().start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    dueRounds.start(Instant.now());
                }));
            }
            go.countDown();
            for (Thread instance : instances) {
                instance.join();
            }

            // The app's own tick is a fifth instance; whoever was first holds the lock until it has started the round.
            await().atMost(Duration.ofSeconds(20)).until(() -> rounds(project).size() == 1);
            assertThat(nextDue(project)).isAfter(Instant.now());
        }
    }

    @Test
    void nothingNewIsNoRoundAndTheNoteSaysSo() {
        Project project = rows.project();
        schedule(project, Instant.now().minusSeconds(1));

        dueRounds.start(Instant.now());
        await().atMost(Duration.ofSeconds(20)).until(() -> nextDue(project).isAfter(Instant.now()));

        assertThat(rounds(project)).isEmpty();
        assertThat(sql.first(
                        "select last_note from schedule where project_id = ?", c -> c.text("last_note"), project.id))
                .hasValueSatisfying(note -> assertThat(note)
                        .contains("No round was started", "No judgment has been accepted in this project yet"));
    }

    private Project withOneDemonstration() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena");
        rows.demonstrated(project, lena, rows.prompt(project, "Tell me a story."), "Once upon a time.");
        return project;
    }

    private void schedule(Project project, Instant due) {
        QuarkusTransaction.requiringNew().run(() -> {
            Schedule schedule = Schedule.of(project.id);
            schedule.set(new WeeklySchedule(DayOfWeek.MONDAY, LocalTime.of(6, 0), ZoneId.of("UTC")), Instant.now());
            schedule.enabled = true;
            schedule.nextDueAt = due;
            schedules.persist(schedule);
        });
    }

    private List<String> rounds(Project project) {
        return sql.list(
                "select case when late then 'late' else 'on time' end as told from round where project_id = ? order by number",
                c -> c.text("told"),
                project.id);
    }

    private Instant nextDue(Project project) {
        return sql.first(
                        "select next_due_at from schedule where project_id = ?", c -> c.time("next_due_at"), project.id)
                .orElseThrow();
    }
}
