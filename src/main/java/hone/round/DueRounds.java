package hone.round;

import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Starts rounds that are due. The due time is kept in the schedule's row and moves on in the transaction that starts the round,
 * under a lock on that row: however many instances check, and however long none did, one due time gives one round or one note.
 */
@ApplicationScoped
public class DueRounds {
    private static final Logger LOG = Logger.getLogger(DueRounds.class);

    private final Sql sql;
    private final Schedule.Repo schedules;
    private final Project.Repo projects;
    private final StartRound startRound;

    DueRounds(Sql sql, Schedule.Repo schedules, Project.Repo projects, StartRound startRound) {
        this.sql = sql;
        this.schedules = schedules;
        this.projects = projects;
        this.startRound = startRound;
    }

    public void start(Instant now) {
        for (UUID project : due(now)) {
            try {
                QuarkusTransaction.requiringNew().run(() -> start(project, now));
            } catch (RuntimeException e) {
                LOG.errorf(e, "the due round of project %s was not started; it is tried again", project);
            }
        }
    }

    private List<UUID> due(Instant now) {
        return sql.list(
                "select project_id from schedule where enabled and next_due_at <= ?", c -> c.id("project_id"), now);
    }

    private void start(UUID project, Instant now) {
        boolean mine = sql.first("""
                        select project_id from schedule where project_id = ? and enabled and next_due_at <= ?
                        for update skip locked""", c -> c.id("project_id"), project, now).isPresent();
        if (!mine) {
            return;
        }
        Schedule schedule = schedules.findById(project);
        Instant due = schedule.nextDueAt;
        // Due several times while the app was down is still one round: the next due time is in the future.
        schedule.nextDueAt = schedule.weekly().nextAfter(now);
        schedule.lastDueAt = due;
        schedule.lastNote =
                startRound.bySchedule(projects.findById(project), due, now).orElse(null);
        LOG.infof(
                "project %s was due at %s: %s",
                project, due, schedule.lastNote == null ? "round started" : schedule.lastNote);
    }
}
