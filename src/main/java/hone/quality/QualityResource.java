package hone.quality;

import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** How far people agree in a project, and what each of them tends to. */
@Path("/p/{slug}/quality")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class QualityResource {
    private final CurrentProject here;
    private final QualityPages pages;
    private final MeasuresFile file;

    QualityResource(CurrentProject here, QualityPages pages, MeasuresFile file) {
        this.here = here;
        this.pages = pages;
        this.file = file;
    }

    @CheckedTemplate(basePath = "quality")
    static class Templates {
        static native TemplateInstance quality(QualityShown shown);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance quality(String slug) {
        return Templates.quality(pages.of(here.enter(slug).id));
    }

    @GET
    @Path("measures.csv")
    @Produces("text/csv")
    public Response measures(String slug) {
        Project project = here.enter(slug);
        return Response.ok(file.of(project.id), "text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + project.slug + "-quality.csv\"")
                .header("Cache-Control", "no-store")
                .build();
    }
}
