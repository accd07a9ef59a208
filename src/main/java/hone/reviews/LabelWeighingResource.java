package hone.reviews;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.LabelWeighing;
import hone.project.Project;
import hone.review.Reviews;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** How judgments count when a dataset is frozen. */
@Path("/p/{slug}/review/weights")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class LabelWeighingResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Reviews reviews;
    private final Project.Repo projects;
    private final Audit audit;

    LabelWeighingResource(SignedIn me, CurrentProject here, Reviews reviews, Project.Repo projects, Audit audit) {
        this.me = me;
        this.here = here;
        this.reviews = reviews;
        this.projects = projects;
        this.audit = audit;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(String slug, @RestForm @Nullable String weights, @RestForm @Nullable String rightPercent) {
        Project project = here.enter(slug);
        LabelWeighing weighing;
        try {
            weighing = LabelWeighing.typed(Typed.line(weights), Typed.line(rightPercent));
        } catch (Invalid refused) {
            return ReviewResource.html(
                    400,
                    ReviewPages.rule(ReviewPages.Nothing.of(
                                    project, project.review(), reviews.waiting(project.id), Complaints.of(refused), ""))
                            .render());
        }
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            projects.findById(project.id).labelWeighing(weighing);
            audit.note(
                    Optional.of(me.id()),
                    Optional.of(project.id),
                    "project.weights-changed",
                    project.id.toString(),
                    Map.of("policy", weighing.policy().word(), "rightPercent", weighing.rightPercent()),
                    now);
        });
        return ReviewResource.on(slug, "weights");
    }
}
