package hone.reviews;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.LabelWeighing;
import hone.project.Project;
import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import hone.project.ScanPolicy;
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
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** What waits for a reviewer, how judgments count in a dataset, and whether planted ones are looked for: an admin decides. */
@Path("/p/{slug}/review/policy")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class PolicyResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Reviews reviews;
    private final Project.Repo projects;
    private final Audit audit;

    PolicyResource(SignedIn me, CurrentProject here, Reviews reviews, Project.Repo projects, Audit audit) {
        this.me = me;
        this.here = here;
        this.reviews = reviews;
        this.projects = projects;
        this.audit = audit;
    }

    @GET
    public Response rule(String slug) {
        return page(200, shown(here.enter(slug)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response policy(String slug, @RestForm @Nullable String policy, @RestForm @Nullable String percent) {
        Project project = here.enter(slug);
        ReviewRule rule;
        try {
            rule = ReviewRule.typed(Typed.line(policy), Typed.line(percent));
        } catch (Invalid refused) {
            ReviewRule wanted = new ReviewRule(
                    ReviewPolicy.named(Typed.line(policy))
                            .orElse(project.review().policy()),
                    project.review().percent());
            return page(400, shown(project).refused(wanted, Complaints.of(refused)));
        }
        change(
                project,
                changed -> changed.review(rule),
                "project.review-changed",
                Map.of("policy", rule.policy().word(), "percent", rule.percent()));
        return ReviewResource.on(slug, "policy");
    }

    /** How judgments count when a dataset is frozen. */
    @POST
    @Path("weights")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response weights(String slug, @RestForm @Nullable String weights, @RestForm @Nullable String rightPercent) {
        Project project = here.enter(slug);
        LabelWeighing weighing;
        try {
            weighing = LabelWeighing.typed(Typed.line(weights), Typed.line(rightPercent));
        } catch (Invalid refused) {
            return page(400, shown(project).refused(project.review(), Complaints.of(refused)));
        }
        change(
                project,
                changed -> changed.labelWeighing(weighing),
                "project.weights-changed",
                Map.of("policy", weighing.policy().word(), "rightPercent", weighing.rightPercent()));
        return ReviewResource.on(slug, "weights");
    }

    /** Whether reward models say what they expect before people judge. */
    @POST
    @Path("rewards")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response rewards(String slug, @RestForm @Nullable String scored) {
        Project project = here.enter(slug);
        boolean wanted = scored != null;
        change(project, changed -> changed.scored = wanted, "project.rewards-changed", Map.of("scored", wanted));
        return ReviewResource.on(slug, "rewards");
    }

    /** Whether comparisons are looked through when a dataset is frozen. */
    @POST
    @Path("scan")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response scan(String slug, @RestForm @Nullable String scan) {
        Project project = here.enter(slug);
        ScanPolicy policy;
        try {
            policy = ScanPolicy.of(Typed.line(scan));
        } catch (Invalid refused) {
            return page(400, shown(project).refused(project.review(), Complaints.of(refused)));
        }
        change(project, changed -> changed.scan(policy), "project.scan-changed", Map.of("policy", policy.word()));
        return ReviewResource.on(slug, "scan");
    }

    private void change(Project project, Consumer<Project> change, String action, Map<String, ?> detail) {
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            change.accept(projects.findById(project.id));
            audit.note(Optional.of(me.id()), Optional.of(project.id), action, project.id.toString(), detail, now);
        });
    }

    private ReviewPages.Nothing shown(Project project) {
        return ReviewPages.Nothing.of(project, reviews.waiting(project.id));
    }

    private static Response page(int status, ReviewPages.Nothing shown) {
        return ReviewResource.html(status, ReviewPages.rule(shown).render());
    }
}
