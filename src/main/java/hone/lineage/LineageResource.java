package hone.lineage;

import hone.contract.Wire;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The lineage of a task for programs, as JSON and as text. It names people, so labelers don't see it. */
@Path("/api/tasks/{id}/lineage")
@RolesAllowed({Role.REVIEWER, Role.ADMIN, Role.PROGRAM})
@RunOnVirtualThread
class LineageResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Lineage.Repo lineages;

    LineageResource(SignedIn me, CurrentProject here, Blind blind, Lineage.Repo lineages) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.lineages = lineages;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String json(String id) {
        return Wire.write(of(id));
    }

    /** The same for a terminal. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String text(String id) {
        return of(id).text();
    }

    private Lineage of(String id) {
        Lineage lineage = lineages.named(id, me.id(), here.sight() == Project.Sight.ALL);
        if (!me.has(Role.PROGRAM)) {
            blind.refuseIfHidden(lineage.task().id());
        }
        return lineage;
    }
}
