package hone.api;

import hone.judgment.Fields;
import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.review.SettleDisagreement;
import hone.reviewing.Decided;
import hone.reviewing.ShownDisagreements;
import hone.token.Scope;
import hone.web.Invalid;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tasks about which people disagree, to be settled by reviewers with an app of their own. Shares its code with the pages. */
@Path("/api/v1/projects/{slug}/disagreements")
@Produces(Shapes.JSON)
@RolesAllowed({Role.REVIEWER, Role.ADMIN, Scope.REVIEWS_WORK})
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Reviews")
class DisagreementsApi {
    private static final String CAUSE = "Why people differ. With `guideline-gap`, `note` asks the guideline’s authors.";
    private static final String NOTE = "To the labelers; required with `guideline-gap`.";

    private final CurrentProject here;
    private final Worker worker;
    private final ShownDisagreements shownDisagreements;
    private final SettleDisagreement settleDisagreement;
    private final VerdictFields verdicts;
    private final Once once;

    DisagreementsApi(
            CurrentProject here,
            Worker worker,
            ShownDisagreements shownDisagreements,
            SettleDisagreement settleDisagreement,
            VerdictFields verdicts,
            Once once) {
        this.here = here;
        this.worker = worker;
        this.shownDisagreements = shownDisagreements;
        this.settleDisagreement = settleDisagreement;
        this.verdicts = verdicts;
        this.once = once;
    }

    /** A task about which people disagree. */
    @Schema(name = "Disagreement")
    public record DisagreementJson(
            @Schema(description = "The id of the task, used to settle it.")
            UUID task,

            String kind,

            @Schema(
                    description =
                            "How far its two judgments furthest apart are from each other: 1 is as far as can be.",
                    examples = "0.5")
            double spread,

            Instant waitingSince,

            @Schema(description = "The conversation; the last turn is the prompt.")
            List<AssignmentJson.Turn> prompt,

            @Schema(description = "In the order in which they were presented to the first who judged.")
            List<AssignmentJson.Shown> answers,

            @Schema(description = "The version that the first who judged did so by.")
            AssignmentJson.Beside guideline,

            @Schema(description = "The judgments that stand.")
            List<OpinionJson> opinions) {
        static DisagreementJson of(ShownDisagreements.Shown shown) {
            return new DisagreementJson(
                    shown.open().task(),
                    shown.assignment().kind().wireName(),
                    shown.open().spread(),
                    shown.open().enteredAt(),
                    AssignmentJson.Turn.of(shown.assignment().prompt().messages()),
                    AssignmentJson.Shown.of(shown.assignment()),
                    AssignmentJson.Beside.of(shown.assignment(), shown.guideline()),
                    shown.votes().stream().map(OpinionJson::of).toList());
        }
    }

    /** One of the judgments is right. */
    @Schema(name = "Adoption")
    public record Adoption(
            @Schema(description = "The id of the judgment that stays data; the others are withdrawn.", required = true)
            @Nullable
            UUID judgment,

            @Schema(description = CAUSE, required = true) @Nullable
            String cause,

            @Schema(description = NOTE) @Nullable String note) {}

    /** None of them is right. */
    @Schema(name = "DecisionAnew")
    public record Anew(
            @Schema(required = true) @Nullable VerdictJson verdict,

            @Schema(description = "The rationale.") @Nullable
            String rationale,

            @Schema(description = "Ids of guideline rules.", examples = "[\"K1\"]") @Nullable
            List<String> citedRules,

            @Schema(description = CAUSE, required = true) @Nullable
            String cause,

            @Schema(description = NOTE) @Nullable String note,

            @Schema(
                    description = "When the reviewer was shown the task, within the last 24 hours; absent: now.",
                    examples = "2026-11-01T09:30:00Z")
            @Nullable
            String since) {
        AssignmentApi.NewJudgment judgment() {
            return new AssignmentApi.NewJudgment(verdict, rationale, citedRules, null);
        }
    }

    /** All are right in their way. */
    @Schema(name = "LeftAsTheyAre")
    public record Left(
            @Schema(description = CAUSE, required = true) @Nullable
            String cause,

            @Schema(description = NOTE) @Nullable String note) {}

    @GET
    @Path("next")
    @Operation(
            operationId = "nextDisagreement",
            summary = "Get the next disagreement",
            description =
                    "The lowest agreement first; none of a task that this reviewer has judged or may still judge. 204 if there is none.")
    @APIResponseSchema(value = DisagreementJson.class, responseCode = "200", responseDescription = "A disagreement.")
    @APIResponse(responseCode = "204", description = "Nothing waits for this reviewer.")
    public Response next(
            String slug,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @QueryParam("passed")
                    @Parameter(
                            description = "Ids of tasks to be settled later, joined by commas; the first fifty count.")
                    @Nullable
                    String passed) {
        Project project = here.enter(slug);
        return shownDisagreements
                .next(project.id, worker.reviewing(project, onBehalfOf), Typed.line(passed))
                .map(shown -> Response.ok(DisagreementJson.of(shown)))
                .orElseGet(Response::noContent)
                .build();
    }

    @GET
    @Path("{task}")
    @Operation(
            operationId = "getDisagreement",
            summary = "Get a disagreement",
            description =
                    "Of one that was settled, the judgments that stand now. 409 if this reviewer must not see it.")
    public DisagreementJson get(
            String slug, @PathParam("task") UUID task, @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf) {
        return DisagreementJson.of(shown(slug, task, onBehalfOf));
    }

    @POST
    @Path("{task}/adopt")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "adoptJudgment",
            summary = "Settle a disagreement by one of its judgments",
            description = "The others are withdrawn.")
    @APIResponse(responseCode = "204", description = "Settled.")
    public Response adopt(
            String slug,
            @PathParam("task") UUID task,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable Adoption sent) {
        Adoption adoption = Body.of(sent);
        ShownDisagreements.Shown shown = shown(slug, task, onBehalfOf);
        UUID judgment = Optional.ofNullable(adoption.judgment())
                .orElseThrow(() -> Invalid.field("judgment", "Choose the judgment to adopt."));
        return once.write(List.of(shown.reviewer(), adoption), () -> {
            settleDisagreement.adopt(subject(shown, adoption.cause(), adoption.note(), Instant.now()), judgment);
            return Response.noContent().build();
        });
    }

    @POST
    @Path("{task}/decide")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "decideAnew",
            summary = "Settle a disagreement by a decision of one’s own",
            description = "It becomes data in place of the others, which are withdrawn.")
    @APIResponse(responseCode = "204", description = "Settled.")
    public Response decide(
            String slug,
            @PathParam("task") UUID task,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable Anew sent) {
        Anew anew = Body.of(sent);
        ShownDisagreements.Shown shown = shown(slug, task, onBehalfOf);
        Fields fields = verdicts.of(shown.assignment(), anew.judgment().sent(shown.assignment()));
        Decided decided = shown.read(fields);
        return once.write(List.of(shown.reviewer(), anew), () -> {
            Instant now = Instant.now();
            settleDisagreement.decideAnew(
                    subject(shown, anew.cause(), anew.note(), now),
                    decided.verdict(),
                    decided.reasons(),
                    ShownDisagreements.began(Typed.line(anew.since()), now));
            return Response.noContent().build();
        });
    }

    @POST
    @Path("{task}/leave")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "leaveDisagreement",
            summary = "Settle a disagreement by leaving it",
            description = "All judgments stay data: the disagreement itself is what should be learned.")
    @APIResponse(responseCode = "204", description = "Settled.")
    public Response leave(
            String slug,
            @PathParam("task") UUID task,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable Left sent) {
        Left left = Body.of(sent);
        ShownDisagreements.Shown shown = shown(slug, task, onBehalfOf);
        return once.write(List.of(shown.reviewer(), left), () -> {
            settleDisagreement.leave(subject(shown, left.cause(), left.note(), Instant.now()));
            return Response.noContent().build();
        });
    }

    private ShownDisagreements.Shown shown(String slug, UUID task, @Nullable String onBehalfOf) {
        Project project = here.enter(slug);
        return shownDisagreements.of(project.id, worker.reviewing(project, onBehalfOf), task);
    }

    private static SettleDisagreement.Subject subject(
            ShownDisagreements.Shown shown, @Nullable String cause, @Nullable String note, Instant now) {
        return shown.subject(Typed.line(cause), Typed.text(note).strip(), now);
    }
}
