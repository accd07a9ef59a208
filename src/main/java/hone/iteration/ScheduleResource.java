package hone.iteration;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Invalid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Sets when a project's rounds start by themselves. */
@Path("/p/{slug}/schedule")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class ScheduleResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Schedule.Repo schedules;
    private final Audit audit;

    ScheduleResource(SignedIn me, CurrentProject here, Schedule.Repo schedules, Audit audit) {
        this.me = me;
        this.here = here;
        this.schedules = schedules;
        this.audit = audit;
    }

    @POST
    @Transactional
    public Response save(
            String slug,
            @RestForm @Nullable String day,
            @RestForm @Nullable String time,
            @RestForm @Nullable String zone,
            @RestForm @Nullable String enabled) {
        Project project = here.enter(slug);
        WeeklySchedule weekly = read(day, time, zone);
        Instant now = Instant.now();
        Schedule schedule =
                Optional.ofNullable(schedules.findById(project.id)).orElseGet(() -> Schedule.of(project.id));
        schedule.set(weekly, now);
        schedule.enabled = enabled != null;
        schedule.updatedBy = me.id();
        schedules.persist(schedule);
        audit.note(
                Optional.of(me.id()),
                Optional.of(project.id),
                "schedule.saved",
                project.id.toString(),
                Map.of(
                        "day",
                        weekly.day().getValue(),
                        "time",
                        weekly.time().toString(),
                        "zone",
                        weekly.zone().getId(),
                        "enabled",
                        schedule.enabled),
                now);
        return Response.seeOther(URI.create("/p/" + project.slug + "/rounds")).build();
    }

    private static WeeklySchedule read(@Nullable String day, @Nullable String time, @Nullable String zone) {
        Map<String, String> refused = new LinkedHashMap<>();
        DayOfWeek weekday = DayOfWeek.MONDAY;
        if (day != null && day.matches("[1-7]")) {
            weekday = DayOfWeek.of(Integer.parseInt(day));
        } else {
            refused.put("day", "The day is a number from 1 (Monday) to 7 (Sunday).");
        }
        LocalTime at = LocalTime.MIDNIGHT;
        try {
            at = LocalTime.parse(time == null ? "" : time);
        } catch (DateTimeParseException e) {
            refused.put("time", "The time is hours and minutes, such as 06:00.");
        }
        ZoneId where = ZoneId.of("UTC");
        try {
            where = ZoneId.of(zone == null ? "" : zone);
        } catch (DateTimeException e) {
            refused.put("zone", "The time zone is a name such as Europe/Berlin or UTC.");
        }
        if (!refused.isEmpty()) {
            refused.put("", "Nothing was saved.");
            throw new Invalid(refused);
        }
        return new WeeklySchedule(weekday, at.withSecond(0).withNano(0), where);
    }
}
