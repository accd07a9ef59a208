package hone.imports;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Invalid;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Matches raters of imported files with people. */
@Path("p/{slug}/imports/raters")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class RatersResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final ImportedRaters raters;

    RatersResource(SignedIn me, CurrentProject here, ImportedRaters raters) {
        this.me = me;
        this.here = here;
        this.raters = raters;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        return ImportPages.raters(raters.of(project.id), raters.people(project.id));
    }

    /** Choosing nobody removes the match. */
    @POST
    @Path("{id}")
    public Response match(String slug, UUID id, @RestForm @Nullable String person) {
        Project project = here.enter(slug);
        raters.match(project.id, id, chosen(person), me.id());
        return Response.seeOther(URI.create("/p/" + slug + "/imports/raters")).build();
    }

    private static Optional<UUID> chosen(@Nullable String person) {
        try {
            return Optional.ofNullable(person).filter(id -> !id.isBlank()).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw Invalid.field("person", "That is no person. Nothing was changed: choose one of the list.");
        }
    }
}
