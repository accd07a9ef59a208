package hone.imports;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/** An import is taken back, and brought back: each twice is once. */
@Path("p/{slug}/imports/{id}/standing")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class TakeBackResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final ImportBatch.Repo batches;
    private final TakingBack takingBack;

    TakeBackResource(SignedIn me, CurrentProject here, ImportBatch.Repo batches, TakingBack takingBack) {
        this.me = me;
        this.here = here;
        this.batches = batches;
        this.takingBack = takingBack;
    }

    @POST
    @Path("take-back")
    public Response take(String slug, UUID id) {
        ImportBatch batch = batches.of(here.enter(slug).id, id);
        takingBack.take(batch.projectId, id, me.id());
        return report(slug, id);
    }

    @POST
    @Path("bring-back")
    public Response bring(String slug, UUID id) {
        ImportBatch batch = batches.of(here.enter(slug).id, id);
        takingBack.bring(batch.projectId, id, me.id());
        return report(slug, id);
    }

    private static Response report(String slug, UUID id) {
        return Response.seeOther(URI.create("/p/" + slug + "/imports/" + id)).build();
    }
}
