package hone.overview;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.Blind;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.LocalDay;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;

/** A project at a glance. */
@Path("/")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class OverviewResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final ProjectCounts counts;
    private final LocalDay day;

    OverviewResource(SignedIn me, CurrentProject here, Blind blind, ProjectCounts counts, LocalDay day) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.counts = counts;
        this.day = day;
    }

    @GET
    @Path("p/{slug}")
    public TemplateInstance overview(String slug) {
        Project project = here.enter(slug);
        return OverviewPages.overview(
                project.description,
                counts.tiles(project.id, day.start(Instant.now())),
                counts.circle(project.id),
                counts.lastWeek(project.id, blind.isSeeing() ? Optional.empty() : Optional.of(me.id())));
    }
}
