package hone.overview;

import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A project at a glance, and the list of keys. */
@Path("/")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class OverviewResource {
    private final CurrentProject here;
    private final ProjectCounts counts;

    OverviewResource(CurrentProject here, ProjectCounts counts) {
        this.here = here;
        this.counts = counts;
    }

    @GET
    @Path("p/{slug}")
    public TemplateInstance overview(String slug) {
        Project project = here.enter(slug);
        return OverviewPages.overview(
                project.description, counts.tiles(project.id), counts.circle(project.id), counts.lastWeek(project.id));
    }

    @GET
    @Path("keys")
    public TemplateInstance keys() {
        return OverviewPages.keys();
    }
}
