package hone.round;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When a project's rounds start by themselves. */
@Entity
public class Schedule {
    @Id
    @Column(name = "project_id")
    public UUID projectId;

    /** ISO: 1 is Monday. */
    @Column(name = "day_of_week")
    public int dayOfWeek;

    @Column(name = "local_time")
    public LocalTime localTime;

    public String zone;
    public boolean enabled;

    /** A due time in the past has not been dealt with yet, however long nobody checked. */
    @Column(name = "next_due_at")
    public Instant nextDueAt;

    /** Why the last due time started no round; null when it did. */
    @Column(name = "last_note")
    public @Nullable String lastNote;

    @Column(name = "last_due_at")
    public @Nullable Instant lastDueAt;

    @Column(name = "updated_by")
    public @Nullable UUID updatedBy;

    @Column(name = "updated_at")
    public Instant updatedAt;

    public static Schedule of(UUID project) {
        Schedule schedule = new Schedule();
        schedule.projectId = project;
        schedule.set(new WeeklySchedule(DayOfWeek.MONDAY, LocalTime.of(6, 0), ZoneId.of("UTC")), Instant.EPOCH);
        return schedule;
    }

    public WeeklySchedule weekly() {
        return new WeeklySchedule(DayOfWeek.of(dayOfWeek), localTime, ZoneId.of(zone));
    }

    void set(WeeklySchedule weekly, Instant now) {
        dayOfWeek = weekly.day().getValue();
        localTime = weekly.time();
        zone = weekly.zone().getId();
        nextDueAt = weekly.nextAfter(now);
        updatedAt = now;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Schedule, UUID> {}
}
