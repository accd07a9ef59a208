package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.labeler.Role;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.TaskQueue;
import hone.token.Scope;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Typed;
import hone.work.SkipTask;
import hone.work.SubmitJudgment;
import hone.work.UndoLast;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A task in a labeler's hands, for custom labeling apps: judge it, skip it, undo. Shares its code with the pages. */
@Path("/api/v1/assignments/{assignment}")
@Produces(Shapes.JSON)
@RolesAllowed({Role.LABELER, Scope.TASKS_WORK})
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Tasks")
class AssignmentApi {
    private final Worker worker;
    private final Assignments assignments;
    private final Guidelines guidelines;
    private final VerdictFields verdicts;
    private final SubmitJudgment submitJudgment;
    private final SkipTask skipping;
    private final UndoLast undoing;
    private final Once once;

    AssignmentApi(
            Worker worker,
            Assignments assignments,
            Guidelines guidelines,
            VerdictFields verdicts,
            SubmitJudgment submitJudgment,
            SkipTask skipping,
            UndoLast undoing,
            Once once) {
        this.worker = worker;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.verdicts = verdicts;
        this.submitJudgment = submitJudgment;
        this.skipping = skipping;
        this.undoing = undoing;
        this.once = once;
    }

    /** A judgment to submit. */
    @Schema(name = "NewJudgment")
    public record NewJudgment(
            @Schema(required = true) @Nullable VerdictJson verdict,

            @Schema(description = "The rationale.", examples = "B forgets what was asked.") @Nullable
            String rationale,

            @Schema(description = "Ids of guideline rules.", examples = "[\"K1\"]") @Nullable
            List<String> citedRules,

            @Schema(
                    description =
                            "Confirms a judgment that came faster than anybody reads; required after a 400 about `pace`.")
            @Nullable
            Boolean sure) {
        VerdictFields.Sent sent(Assignment assignment) {
            if (verdict == null) {
                throw Invalid.field("verdict", "A judgment has a verdict. Nothing was stored.");
            }
            return new VerdictFields.Sent(
                    verdict.judged(assignment),
                    Typed.text(rationale),
                    citedRules == null
                            ? List.of()
                            : citedRules.stream().map(Typed::line).toList(),
                    Boolean.TRUE.equals(sure));
        }
    }

    /** The result of a submission. */
    @Schema(name = "Submitted")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Submitted(
            @Schema(
                    description = "`already-stored`: the same judgment was sent before.",
                    enumeration = {"stored", "already-stored"},
                    examples = "stored")
            String outcome,

            @Schema(description = "The next task of the same kind; absent if there is none.")
            Optional<AssignmentJson> next) {}

    /** Why a task is skipped. */
    @Schema(name = "Skip")
    public record Skip(
            @Schema(
                    enumeration = {"prompt-unclear", "not-my-language", "harmful", "broken-answer", "other"},
                    examples = "broken-answer",
                    required = true)
            @Nullable
            String reason,

            @Schema(description = "Required with `other`.") @Nullable
            String note) {}

    @GET
    @Operation(
            operationId = "getAssignment",
            summary = "Get an assignment",
            description = "Everything that its labeler may see.")
    public AssignmentJson get(
            @PathParam("assignment") UUID id, @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf) {
        return json(worker.seen(assignments.of(id, worker.of(onBehalfOf).labeler())));
    }

    @POST
    @Path("judgment")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "submitJudgment",
            summary = "Submit a judgment",
            description =
                    "Stores the judgment and leases the next task of the kind. 409 if another judgment is stored already, or if the "
                            + "lease had expired and somebody else has the task; the submission is then kept as a draft.")
    @APIResponseSchema(value = Submitted.class, responseCode = "200", responseDescription = "Stored.")
    public Response submit(
            @PathParam("assignment") UUID id,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable NewJudgment sent) {
        NewJudgment judgment = Body.of(sent);
        Worker.Who who = worker.of(onBehalfOf);
        Assignment shown = worker.seen(assignments.of(id, who.labeler()));
        Fields fields = verdicts.of(shown, judgment.sent(shown));
        return once.write(List.of(who, fields), () -> {
            SubmitJudgment.Submitted done = submitJudgment.submit(id, who.labeler(), fields, Instant.now());
            who.through().ifPresent(account -> {
                assignments.through(id, account);
                done.next().ifPresent(next -> assignments.through(next, account));
            });
            return switch (done.outcome()) {
                case STORED -> stored("stored", done, who);
                case ALREADY_STORED -> stored("already-stored", done, who);
                case KEPT_AS_DRAFT ->
                    conflict(
                            "The lease had ended and the task is somebody else’s now. Nothing was stored; what was sent is "
                                    + "kept as the labeler’s draft.");
                case ANOTHER_STANDS ->
                    conflict(
                            "Another judgment of this task stands, and nothing of this one was stored. Undo that one first.");
            };
        });
    }

    private Response stored(String outcome, SubmitJudgment.Submitted done, Worker.Who who) {
        Optional<AssignmentJson> next = done.next().map(assignment -> json(assignments.of(assignment, who.labeler())));
        return Response.ok(new Submitted(outcome, next)).build();
    }

    /** A response, not an exception, so that the draft is kept. */
    private static Response conflict(String sentence) {
        return Response.status(409)
                .type(hone.web.Problem.MEDIA_TYPE)
                .entity(hone.web.Problem.of(409, "Conflict", sentence, "", java.util.Map.of()))
                .build();
    }

    @POST
    @Path("skip")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "skipTask",
            summary = "Skip a task",
            description =
                    "The task goes to somebody else; this labeler does not get it again unless the skip is undone.")
    @APIResponse(responseCode = "204", description = "Skipped.")
    public Response skip(
            @PathParam("assignment") UUID id,
            @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf,
            @Nullable Skip sent) {
        Skip skip = Body.of(sent);
        Worker.Who who = worker.of(onBehalfOf);
        worker.seen(assignments.of(id, who.labeler()));
        return once.write(List.of(who, skip), () -> {
            skipping.skip(id, who.labeler(), Typed.line(skip.reason()), Typed.text(skip.note()), Instant.now());
            return Response.noContent().build();
        });
    }

    @POST
    @Path("lease")
    @Operation(
            operationId = "extendLease",
            summary = "Extend the lease",
            description = "Renews the lease, or takes the task again if the lease had expired and nobody else has it.")
    @APIResponseSchema(
            value = AssignmentJson.class,
            responseCode = "200",
            responseDescription = "The lease is renewed.")
    public Response extend(
            @PathParam("assignment") UUID id, @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf) {
        Worker.Who who = worker.of(onBehalfOf);
        worker.seen(assignments.of(id, who.labeler()));
        return once.write(who, () -> {
            Assignment held = assignments.hold(id, who.labeler());
            Instant until = TaskQueue.leaseEnd(held.project(), Instant.now());
            switch (held.state()) {
                case OPEN -> assignments.extend(held, until);
                case EXPIRED -> {
                    if (assignments.retake(held, until).isEmpty()) {
                        throw new Conflict("The lease had ended and somebody else has the task now.");
                    }
                }
                case JUDGED, SKIPPED, RELEASED -> throw new Conflict("This task is not in hand any more.");
            }
            return Response.ok(json(assignments.of(id, who.labeler()))).build();
        });
    }

    @POST
    @Path("undo")
    @Operation(
            operationId = "undo",
            summary = "Undo a judgment or a skip",
            description =
                    "Undoes one of the labeler’s last ten actions, unless a dataset contains the judgment or somebody else has the task.")
    @APIResponseSchema(
            value = AssignmentJson.class,
            responseCode = "200",
            responseDescription = "The task is open again.")
    public Response undo(
            @PathParam("assignment") UUID id, @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf) {
        Worker.Who who = worker.of(onBehalfOf);
        worker.seen(assignments.of(id, who.labeler()));
        return once.write(who, () -> {
            undoing.undo(id, who.labeler(), Instant.now());
            return Response.ok(json(assignments.of(id, who.labeler()))).build();
        });
    }

    private AssignmentJson json(Assignment assignment) {
        return AssignmentJson.of(assignment, guidelines.text(assignment.guidelineVersionId()));
    }
}
