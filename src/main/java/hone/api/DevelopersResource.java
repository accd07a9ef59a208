package hone.api;

import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.token.Scope;
import hone.web.Described;
import hone.webhook.Event;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** Documentation of the API, with examples to copy. */
@Path("/developers")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class DevelopersResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Project.Repo projects;

    DevelopersResource(SignedIn me, CurrentProject here, Project.Repo projects) {
        this.me = me;
        this.here = here;
        this.projects = projects;
    }

    @CheckedTemplate(basePath = "api")
    static class Templates {
        static native TemplateInstance developers(
                String slug, WorkKind example, List<Described> events, List<Described> scopes);
    }

    /** The examples use a project that the reader can see. */
    @GET
    public TemplateInstance page() {
        String slug = projects.visibleTo(me.id(), here.sight()).stream()
                .findFirst()
                .map(project -> project.slug)
                .orElse("my-project");
        return Templates.developers(
                slug,
                WorkKind.COMPARISON,
                Event.ALL.stream().map(Event::described).toList(),
                Scope.all());
    }
}
