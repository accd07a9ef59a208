package hone.reviews;

import hone.audit.Audit;
import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.judgment.Reasons;
import hone.judgment.Verdict;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.LabelWeighing;
import hone.project.Project;
import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import hone.review.DecideReview;
import hone.review.Reviews;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.Blind;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
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
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The judgments that wait for a reviewer: one at a time, decided with one key, and the next one follows at once. */
@Path("/p/{slug}/review")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class ReviewResource {
    private static final List<String> NOTICES =
            List.of("accepted", "fixed", "returned", "rejected", "policy", "weights");

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Reviews reviews;
    private final DecideReview decideReview;
    private final Assignments assignments;
    private final Guidelines guidelines;
    private final Vote.Query votes;
    private final Project.Repo projects;
    private final Audit audit;

    ReviewResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Reviews reviews,
            DecideReview decideReview,
            Assignments assignments,
            Guidelines guidelines,
            Vote.Query votes,
            Project.Repo projects,
            Audit audit) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.reviews = reviews;
        this.decideReview = decideReview;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.votes = votes;
        this.projects = projects;
        this.audit = audit;
    }

    @GET
    public Response next(String slug, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        String said = notice != null && NOTICES.contains(notice) ? notice : "";
        return reviews.next(project.id, me.id(), blind.judge(), Instant.now())
                .map(waiting -> page(200, shown(project, waiting, said)))
                .orElseGet(() -> html(
                        200,
                        ReviewPages.nothing(policies(project, project.review(), Complaints.NONE, said))
                                .render()));
    }

    /** The same judgment with the form open in which it is fixed. */
    @GET
    @Path("{judgment}/fix")
    public Response fixing(String slug, UUID judgment) {
        Project project = here.enter(slug);
        ReviewPages.Shown shown = shown(project, waiting(project, judgment), "");
        return page(200, shown.fixing(shown.instead(), "", Complaints.NONE));
    }

    @POST
    @Path("{judgment}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decide(
            String slug, UUID judgment, @RestForm("do") @Nullable String chosen, @RestForm @Nullable String reason) {
        Project project = here.enter(slug);
        String note = Typed.text(reason).strip();
        DecideReview.Subject subject = subject(project, judgment);
        try {
            switch (Typed.line(chosen)) {
                case "accept" -> decideReview.accept(subject);
                case "return" -> decideReview.giveBack(subject, note);
                case "reject" -> decideReview.reject(subject, note);
                case "fix" -> {
                    return Response.seeOther(URI.create("/p/" + slug + "/review/" + judgment + "/fix"))
                            .build();
                }
                default -> throw Invalid.field("do", "Choose what to do: accept, fix, return or reject.");
            }
        } catch (Invalid refused) {
            ReviewPages.Shown shown = shown(project, waiting(project, judgment), "");
            return page(400, shown.typed(note, Complaints.of(refused)));
        }
        return on(
                slug,
                switch (Typed.line(chosen)) {
                    case "accept" -> "accepted";
                    case "return" -> "returned";
                    default -> "rejected";
                });
    }

    @POST
    @Path("{judgment}/fix")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response fix(String slug, UUID judgment, @RestForm @Nullable String reason) {
        Project project = here.enter(slug);
        ReviewPages.Shown shown = shown(project, waiting(project, judgment), "");
        Fields sent = Instead.sent();
        String note = Typed.text(reason).strip();
        try {
            Verdict verdict = shown.instead().verdict(sent);
            Reasons reasons = shown.instead().reasons(sent);
            decideReview.fix(subject(project, judgment), verdict, reasons, note);
        } catch (Invalid refused) {
            Complaints complaints = Complaints.of(refused);
            return page(400, shown.fixing(shown.instead().refused(sent, complaints), note, complaints));
        }
        return on(slug, "fixed");
    }

    @GET
    @Path("policy")
    @RolesAllowed(Role.ADMIN)
    public Response rule(String slug) {
        Project project = here.enter(slug);
        return rule(200, project, project.review(), Complaints.NONE);
    }

    @POST
    @Path("policy")
    @RolesAllowed(Role.ADMIN)
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
            return rule(400, project, wanted, Complaints.of(refused));
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
        return on(slug, "policy");
    }

    /** How judgments count when a dataset is frozen. */
    @POST
    @Path("weights")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response weights(String slug, @RestForm @Nullable String weights, @RestForm @Nullable String rightPercent) {
        Project project = here.enter(slug);
        LabelWeighing weighing;
        try {
            weighing = LabelWeighing.typed(Typed.line(weights), Typed.line(rightPercent));
        } catch (Invalid refused) {
            return rule(400, project, project.review(), Complaints.of(refused));
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
        return on(slug, "weights");
    }

    private DecideReview.Subject subject(Project project, UUID judgment) {
        return new DecideReview.Subject(project.id, judgment, me.id(), Instant.now());
    }

    private Reviews.Waiting waiting(Project project, UUID judgment) {
        return reviews.of(project.id, judgment).orElseThrow(() -> new NotFound("review of judgment " + judgment));
    }

    private ReviewPages.Shown shown(Project project, Reviews.Waiting waiting, String notice) {
        if (waiting.author().equals(me.id())) {
            throw new Conflict("This is your own judgment; somebody else reviews it.");
        }
        Assignment assignment = assignments.of(waiting.assignment(), waiting.author());
        blind.refuseIfHidden(assignment.slot().task());
        Vote vote = votes.of(waiting.judgment(), assignment).orElseThrow();
        return new ReviewPages.Shown(
                waiting,
                assignment,
                vote,
                reviews.waiting(project.id),
                Instead.asSent(assignment, guidelines.text(assignment.guidelineVersionId())),
                false,
                "",
                Complaints.NONE,
                notice);
    }

    private ReviewPages.Nothing policies(Project project, ReviewRule rule, Complaints complaints, String notice) {
        return new ReviewPages.Nothing(
                rule,
                List.of(ReviewPolicy.values()),
                project.labelWeighing(),
                List.of(LabelWeighing.Policy.values()),
                reviews.waiting(project.id),
                complaints,
                notice);
    }

    private Response rule(int status, Project project, ReviewRule rule, Complaints complaints) {
        return html(
                status,
                ReviewPages.rule(policies(project, rule, complaints, "")).render());
    }

    private static Response page(int status, ReviewPages.Shown shown) {
        return html(status, ReviewPages.review(shown).render());
    }

    static Response html(int status, String page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page)
                .build();
    }

    private static Response on(String slug, String notice) {
        return Response.seeOther(URI.create("/p/" + slug + "/review?notice=" + notice))
                .build();
    }
}
