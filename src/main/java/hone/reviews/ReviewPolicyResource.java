package hone.reviews;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import hone.review.Reviews;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Which judgments wait for a reviewer. */
@Path("/p/{slug}/review/policy")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class ReviewPolicyResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Reviews reviews;
    private final Project.Repo projects;
    private final Audit audit;

    ReviewPolicyResource(SignedIn me, CurrentProject here, Reviews reviews, Project.Repo projects, Audit audit) {
        this.me = me;
        this.here = here;
        this.reviews = reviews;
        this.projects = projects;
        this.audit = audit;
    }

    @GET
    public Response rule(String slug) {
        Project project = here.enter(slug);
        return page(200, project, project.review(), Complaints.NONE);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(String slug, @RestForm @Nullable String policy, @RestForm @Nullable String percent) {
        Project project = here.enter(slug);
        ReviewRule rule;
        try {
            rule = ReviewRule.typed(Typed.line(policy), Typed.line(percent));
        } catch (Invalid refused) {
            ReviewRule wanted = new ReviewRule(
                    ReviewPolicy.named(Typed.line(policy))
                            .orElse(project.review().policy()),
                    project.review().percent());
            return page(400, project, wanted, Complaints.of(refused));
        }
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            projects.findById(project.id).review(rule);
            audit.note(
                    Optional.of(me.id()),
                    Optional.of(project.id),
                    "project.review-changed",
                    project.id.toString(),
                    Map.of("policy", rule.policy().word(), "percent", rule.percent()),
                    now);
        });
        return ReviewResource.on(slug, "policy");
    }

    private Response page(int status, Project project, ReviewRule rule, Complaints complaints) {
        return ReviewResource.html(
                status,
                ReviewPages.rule(ReviewPages.Nothing.of(project, rule, reviews.waiting(project.id), complaints, ""))
                        .render());
    }
}
