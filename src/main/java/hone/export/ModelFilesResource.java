package hone.export;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.ModelVersion;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.NotFound;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** A model's files, from its page. */
@Path("/p/{slug}/models/{name}/files")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class ModelFilesResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final ModelVersion.Repo models;
    private final TakeOutModel takeOut;

    ModelFilesResource(SignedIn me, CurrentProject here, ModelVersion.Repo models, TakeOutModel takeOut) {
        this.me = me;
        this.here = here;
        this.models = models;
        this.takeOut = takeOut;
    }

    @GET
    public Response files(String slug, String name, @Context RoutingContext request) {
        Project project = here.enter(slug);
        ModelVersion model = models.named(project.id, name).orElseThrow(() -> new NotFound("model " + name));
        return takeOut.send(project, model, me.id(), request);
    }
}
