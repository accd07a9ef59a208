package hone.api;

import hone.judgment.Fields;
import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.review.DecideReview;
import hone.review.Reviewer;
import hone.reviewing.Decided;
import hone.reviewing.ShownReviews;
import hone.token.Scope;
import hone.web.Typed;
import hone.work.VerdictFields;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Judgments that wait for a reviewer, for reviewers with an app of their own. Shares its code with the pages. */
@Path("/api/v1/projects/{slug}/reviews")
@Produces(Shapes.JSON)
@RolesAllowed({Role.REVIEWER, Role.ADMIN, Scope.REVIEWS_WORK})
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Reviews")
class ReviewsApi {
    private final CurrentProject here;
    private final Worker worker;
    private final ShownReviews shownReviews;
    private final DecideReview decideReview;
    private final VerdictFields verdicts;
    private final Once once;

    ReviewsApi(
            CurrentProject here,
            Worker worker,
            ShownReviews shownReviews,
            DecideReview decideReview,
            VerdictFields verdicts,
            Once once) {
        this.here = here;
        this.worker = worker;
        this.shownReviews = shownReviews;
        this.decideReview = decideReview;
        this.verdicts = verdicts;
        this.once = once;
    }

    /** A judgment that waits for a reviewer. */
    @Schema(name = "Review")
    public record ReviewJson(
            @Schema(description = "The id of the judgment, used to decide about it.")
            UUID judgment,

            String kind,
            @Schema(description = "Why it waits.") String cause,
            Instant waitingSince,

            @Schema(description = "Whether it is data meanwhile, and stays so if it is accepted.", examples = "false")
            boolean counts,

            @Schema(description = "The conversation; the last turn is the prompt.")
            List<AssignmentJson.Turn> prompt,

            @Schema(description = "In the order in which they were presented.")
            List<AssignmentJson.Shown> answers,

            @Schema(description = "The version that its author judged by.")
            AssignmentJson.Beside guideline,

            OpinionJson opinion) {
        static ReviewJson of(ShownReviews.Shown shown) {
            return new ReviewJson(
                    shown.waiting().judgment(),
                    shown.assignment().kind().wireName(),
                    shown.waiting().cause().word(),
                    shown.waiting().enteredAt(),
                    shown.waiting().counts(),
                    AssignmentJson.Turn.of(shown.assignment().prompt().messages()),
                    AssignmentJson.Shown.of(shown.assignment()),
                    AssignmentJson.Beside.of(shown.assignment(), shown.guideline()),
                    OpinionJson.of(shown.vote()));
        }
    }

    /** What the reviewer decides instead. */
    @Schema(name = "Fix")
    public record Fix(
            @Schema(required = true) @Nullable VerdictJson verdict,

            @Schema(description = "The rationale of the reviewer’s version.") @Nullable
            String rationale,

            @Schema(description = "Ids of guideline rules.", examples = "[\"K1\"]") @Nullable
            List<String> citedRules,

            @Schema(description = "To its author; optional.") @Nullable
            String reason) {
        AssignmentApi.NewJudgment judgment() {
            return new AssignmentApi.NewJudgment(verdict, rationale, citedRules, null);
        }
    }

    /** Words to the author of a judgment. */
    @Schema(name = "Reason")
    public record Reason(
            @Schema(examples = "Say which rule it breaks.") @Nullable
            String reason) {
        String words() {
            return Typed.text(reason).strip();
        }
    }

    @POST
    @Path("next")
    @Operation(
            operationId = "nextReview",
            summary = "Get the next judgment to review",
            description =
                    "The oldest that this reviewer may decide about: never their own, and none of a task that they may still judge "
                            + "themselves. It is theirs for ten minutes before others are given it too. 204 if there is none.")
    @APIResponseSchema(value = ReviewJson.class, responseCode = "200", responseDescription = "A judgment.")
    @APIResponse(responseCode = "204", description = "Nothing waits for this reviewer.")
    public Response next(String slug, @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf) {
        Project project = here.enter(slug);
        Reviewer reviewer = worker.reviewing(project, onBehalfOf);
        return once.write(
                reviewer,
                () -> shownReviews
                        .next(project.id, reviewer, Instant.now())
                        .map(shown -> Response.ok(ReviewJson.of(shown)))
                        .orElseGet(Response::noContent)
                        .build());
    }

    @GET
    @Path("{judgment}")
    @Operation(
            operationId = "getReview",
            summary = "Get a judgment that waits or waited for a reviewer",
            description = "Without taking it; 409 if this reviewer must not see it.")
    public ReviewJson get(
            String slug,
            @PathParam("judgment") UUID judgment,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf) {
        return ReviewJson.of(shown(slug, judgment, onBehalfOf));
    }

    @POST
    @Path("{judgment}/accept")
    @Operation(
            operationId = "acceptJudgment",
            summary = "Accept a judgment",
            description = "It is data as its author made it, or stays so.")
    @APIResponse(responseCode = "204", description = "Accepted.")
    public Response accept(
            String slug,
            @PathParam("judgment") UUID judgment,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf) {
        return decided(shown(slug, judgment, onBehalfOf), "", decideReview::accept);
    }

    @POST
    @Path("{judgment}/fix")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "fixJudgment",
            summary = "Fix a judgment and accept it",
            description = "The reviewer’s version is data; the author’s is kept as a fact, and its author is told.")
    @APIResponse(responseCode = "204", description = "Fixed and accepted.")
    public Response fix(
            String slug,
            @PathParam("judgment") UUID judgment,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable Fix sent) {
        Fix fix = Body.of(sent);
        ShownReviews.Shown shown = shown(slug, judgment, onBehalfOf);
        Fields fields = verdicts.of(shown.assignment(), fix.judgment().sent(shown.assignment()));
        Decided decided = shown.read(fields);
        String note = Typed.text(fix.reason()).strip();
        return decided(
                shown,
                List.of(fields, note),
                subject -> decideReview.fix(subject, decided.verdict(), decided.reasons(), note));
    }

    @POST
    @Path("{judgment}/return")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "returnJudgment",
            summary = "Return a judgment to its author",
            description = "Its author gets the task back with the reason, which is required, and does it again.")
    @APIResponse(responseCode = "204", description = "Returned.")
    public Response giveBack(
            String slug,
            @PathParam("judgment") UUID judgment,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable Reason sent) {
        String reason = Body.of(sent).words();
        return decided(shown(slug, judgment, onBehalfOf), reason, subject -> decideReview.giveBack(subject, reason));
    }

    @POST
    @Path("{judgment}/reject")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "rejectJudgment",
            summary = "Reject a judgment",
            description =
                    "It never becomes data, or is data no longer, and somebody else is asked. A reason is optional.")
    @APIResponse(responseCode = "204", description = "Rejected.")
    public Response reject(
            String slug,
            @PathParam("judgment") UUID judgment,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable Reason sent) {
        String reason = Body.of(sent).words();
        return decided(shown(slug, judgment, onBehalfOf), reason, subject -> decideReview.reject(subject, reason));
    }

    private ShownReviews.Shown shown(String slug, UUID judgment, @Nullable String onBehalfOf) {
        Project project = here.enter(slug);
        return shownReviews.of(project.id, worker.reviewing(project, onBehalfOf), judgment);
    }

    private Response decided(ShownReviews.Shown shown, Object sent, Consumer<DecideReview.Subject> decide) {
        return once.write(List.of(shown.reviewer(), sent), () -> {
            decide.accept(shown.subject(Instant.now()));
            return Response.noContent().build();
        });
    }
}
