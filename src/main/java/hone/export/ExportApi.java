package hone.export;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.token.Scope;
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

/** The same for programs: the file is the answer, and its header {@code Hone-Export} names the report. Hanging up ends it. */
@Path("api/projects/{slug}/export")
@RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.EXPORTS_READ})
@RunOnVirtualThread
class ExportApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final TakeOut takeOut;
    private final ExportRecord.Repo records;

    ExportApi(SignedIn me, CurrentProject here, Blind blind, TakeOut takeOut, ExportRecord.Repo records) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.takeOut = takeOut;
        this.records = records;
    }

    @GET
    @Produces(MediaType.WILDCARD)
    public Response file(String slug, @Context UriInfo address, @Context RoutingContext request) {
        Project project = here.enter(slug);
        return takeOut.send(project, TakeOut.Query.of(address.getQueryParameters()), me.id(), blind.judge(), request);
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public ExportRecord report(String slug, UUID id) {
        return records.of(here.enter(slug).id, id);
    }
}
