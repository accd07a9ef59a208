package hone.reviews;

import hone.comment.CommentThread;
import hone.comment.Comments;
import hone.judgment.Fields;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.review.DecideReview;
import hone.review.Reviewer;
import hone.review.Reviews;
import hone.reviewing.Decided;
import hone.reviewing.ShownReviews;
import hone.task.Assignment;
import hone.task.Blind;
import hone.web.Complaints;
import hone.web.Invalid;
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
    private final ShownReviews shownReviews;
    private final DecideReview decideReview;
    private final Comments comments;

    ReviewResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Reviews reviews,
            ShownReviews shownReviews,
            DecideReview decideReview,
            Comments comments) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.reviews = reviews;
        this.shownReviews = shownReviews;
        this.decideReview = decideReview;
        this.comments = comments;
    }

    @GET
    public Response next(String slug, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        String said = notice != null && NOTICES.contains(notice) ? notice : "";
        return shownReviews
                .next(project.id, reviewer(), Instant.now())
                .map(shown -> page(200, page(project, shown, said)))
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
        ReviewPages.Shown page = page(project, shown(project, judgment), "");
        return page(200, page.fixing(page.instead(), "", Complaints.NONE));
    }

    @POST
    @Path("{judgment}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decide(
            String slug, UUID judgment, @RestForm("do") @Nullable String chosen, @RestForm @Nullable String reason) {
        Project project = here.enter(slug);
        String note = Typed.text(reason).strip();
        ShownReviews.Shown shown = shown(project, judgment);
        DecideReview.Subject subject = shown.subject(Instant.now());
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
            return page(400, page(project, shown, "").typed(note, Complaints.of(refused)));
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
        ShownReviews.Shown shown = shown(project, judgment);
        Fields sent = Instead.sent();
        String note = Typed.text(reason).strip();
        try {
            Decided decided = shown.read(sent);
            decideReview.fix(shown.subject(Instant.now()), decided.verdict(), decided.reasons(), note);
        } catch (Invalid refused) {
            Complaints complaints = Complaints.of(refused);
            ReviewPages.Shown page = page(project, shown, "");
            return page(400, page.fixing(page.instead().refused(sent, complaints), note, complaints));
        }
        return on(slug, "fixed");
    }

    private Reviewer reviewer() {
        return Reviewer.themselves(me.id(), blind.judge());
    }

    private ShownReviews.Shown shown(Project project, UUID judgment) {
        return shownReviews.of(project.id, reviewer(), judgment);
    }

    private ReviewPages.Shown page(Project project, ShownReviews.Shown shown, String notice) {
        Assignment assignment = shown.assignment();
        return new ReviewPages.Shown(
                shown.waiting(),
                assignment,
                shown.vote(),
                CommentThread.of(project.slug, assignment.id(), comments.of(assignment.id()), me.id(), Instant.now())
                        .shownOn(CommentThread.From.REVIEW),
                reviews.waiting(project.id),
                Instead.asSent(assignment, shown.guideline()),
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
