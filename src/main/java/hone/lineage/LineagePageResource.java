package hone.lineage;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.web.NotFound;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/**
 * The lineage of a task as a page. The whole address is on the class: of two classes whose addresses begin alike, the router
 * tries only the longer one, and that of the tasks begins like this one.
 */
@Path("/p/{slug}/tasks/{id}/lineage")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class LineagePageResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Lineage.Repo lineages;

    LineagePageResource(SignedIn me, CurrentProject here, Blind blind, Lineage.Repo lineages) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.lineages = lineages;
    }

    @CheckedTemplate(basePath = "lineage")
    static class Templates {
        static native TemplateInstance lineage(Project project, Lineage lineage);
    }

    @GET
    public TemplateInstance page(String slug, String id) {
        Project project = here.enter(slug);
        Lineage lineage = lineages.named(id, me.id(), here.sight() == Project.Sight.ALL);
        if (!lineage.task().project().equals(project.slug)) {
            throw new NotFound("task " + id);
        }
        blind.refuseIfHidden(lineage.task().id());
        return Templates.lineage(project, lineage);
    }
}
