package hone.run;

import hone.contract.Wire;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.NotFound;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;

/** The lineage of a task: a page for people, JSON and text for programs. It names people, so labelers don't see it. */
@Path("/")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class LineageResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Lineage.Repo lineages;

    LineageResource(SignedIn me, CurrentProject here, Lineage.Repo lineages) {
        this.me = me;
        this.here = here;
        this.lineages = lineages;
    }

    @CheckedTemplate(basePath = "run")
    static class Templates {
        static native TemplateInstance lineage(Project project, Lineage lineage);
    }

    @GET
    @Path("p/{slug}/tasks/{id}/lineage")
    public TemplateInstance page(String slug, String id) {
        Project project = here.enter(slug);
        Lineage lineage = of(id);
        if (!lineage.task().project().equals(project.slug)) {
            throw new NotFound("task " + id);
        }
        return Templates.lineage(project, lineage);
    }

    @GET
    @Path("api/tasks/{id}/lineage")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.REVIEWER, Role.ADMIN, Role.TRAINER})
    public String json(String id) {
        return Wire.write(of(id));
    }

    /** The same for a terminal. */
    @GET
    @Path("api/tasks/{id}/lineage")
    @Produces(MediaType.TEXT_PLAIN)
    @RolesAllowed({Role.REVIEWER, Role.ADMIN, Role.TRAINER})
    public String text(String id) {
        return of(id).text();
    }

    private Lineage of(String id) {
        try {
            return lineages.of(UUID.fromString(id), me.id(), here.sight() == Project.Sight.ALL);
        } catch (IllegalArgumentException e) {
            throw new NotFound("task " + id);
        }
    }
}
