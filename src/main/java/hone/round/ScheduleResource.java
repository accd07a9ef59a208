package hone.round;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Invalid;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Sets when a project's rounds start by themselves. */
@Path("/p/{slug}/schedule")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class ScheduleResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Schedule.Repo schedules;
    private final RoundList list;
    private final Audit audit;

    ScheduleResource(SignedIn me, CurrentProject here, Schedule.Repo schedules, RoundList list, Audit audit) {
        this.me = me;
        this.here = here;
        this.schedules = schedules;
        this.list = list;
        this.audit = audit;
    }

    @POST
    public Response save(String slug, @BeanParam ScheduleForm form) {
        Project project = here.enter(slug);
        try {
            WeeklySchedule weekly = form.read();
            QuarkusTransaction.requiringNew().run(() -> write(project, weekly, form.isOn()));
        } catch (Invalid e) {
            return list.scheduleRefused(project, form, Complaints.of(e));
        }
        return Response.seeOther(URI.create("/p/" + project.slug + "/rounds")).build();
    }

    private void write(Project project, WeeklySchedule weekly, boolean enabled) {
        Instant now = Instant.now();
        Schedule schedule =
                Optional.ofNullable(schedules.findById(project.id)).orElseGet(() -> Schedule.of(project.id));
        schedule.set(weekly, now);
        schedule.enabled = enabled;
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
                        enabled),
                now);
    }
}
