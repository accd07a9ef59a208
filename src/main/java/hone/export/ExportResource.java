package hone.export;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.web.Complaints;
import hone.web.Invalid;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** What an admin takes out of a project, by a form: the file comes as a download, its report stands on a page. */
@Path("p/{slug}/export")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class ExportResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final TakeOut takeOut;
    private final ExportRecord.Repo records;
    private final ExportPages pages;

    ExportResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            TakeOut takeOut,
            ExportRecord.Repo records,
            ExportPages pages) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.takeOut = takeOut;
        this.records = records;
        this.pages = pages;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page(String slug) {
        return page(here.enter(slug), Complaints.NONE);
    }

    private TemplateInstance page(Project project, Complaints complaints) {
        return ExportPages.Templates.export(project, pages.shown(project, blind.judge()), complaints);
    }

    @GET
    @Path("file")
    @Produces(MediaType.WILDCARD)
    public Response file(String slug, @Context UriInfo address, @Context RoutingContext request) {
        Project project = here.enter(slug);
        try {
            return takeOut.send(
                    project, TakeOut.Query.of(address.getQueryParameters()), me.id(), blind.judge(), request);
        } catch (Invalid e) {
            return Response.status(400)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(page(project, Complaints.of(e)))
                    .build();
        }
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance report(String slug, UUID id) {
        Project project = here.enter(slug);
        return ExportPages.Templates.report(project, records.of(project.id, id));
    }
}
