package hone.reviews;

import hone.comment.CommentThread;
import hone.comment.Comments;
import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.judgment.Reasons;
import hone.judgment.Verdict;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
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
            List.of("accepted", "fixed", "returned", "rejected", "commented", "policy", "weights", "rewards", "scan");

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Reviews reviews;
    private final DecideReview decideReview;
    private final Assignments assignments;
    private final Guidelines guidelines;
    private final Vote.Query votes;
    private final Comments comments;

    ReviewResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Reviews reviews,
            DecideReview decideReview,
            Assignments assignments,
            Guidelines guidelines,
            Vote.Query votes,
            Comments comments) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.reviews = reviews;
        this.decideReview = decideReview;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.votes = votes;
        this.comments = comments;
    }

    @GET
    public Response next(String slug, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        String said = notice != null && NOTICES.contains(notice) ? notice : "";
        return reviews.next(project.id, me.id(), blind.judge(), Instant.now())
                .map(waiting -> page(200, shown(project, waiting, said)))
                .orElseGet(() -> html(
                        200,
                        ReviewPages.nothing(ReviewPages.Nothing.of(project, reviews.waiting(project.id))
                                        .saying(said))
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
                CommentThread.of(project.slug, assignment.id(), comments.of(assignment.id()), me.id(), Instant.now())
                        .shownOn(CommentThread.From.REVIEW),
                reviews.waiting(project.id),
                Instead.asSent(assignment, guidelines.text(assignment.guidelineVersionId())),
                false,
                "",
                Complaints.NONE,
                notice);
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

    static Response on(String slug, String notice) {
        return Response.seeOther(URI.create("/p/" + slug + "/review?notice=" + notice))
                .build();
    }
}
