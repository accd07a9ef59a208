package hone.api;

import hone.evaluation.Share;
import hone.guideline.Guidelines;
import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.pause.Pauses;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.GoldMinimum;
import hone.task.TaskQueue;
import hone.task.Withheld;
import hone.token.Scope;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** Hands out tasks to custom labeling apps. */
@Path("/api/v1/projects/{slug}/tasks")
@Produces(Shapes.JSON)
@RolesAllowed({Role.LABELER, Scope.TASKS_WORK})
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Tasks")
class TasksApi {
    private static final String PAUSED =
            "This labeler's work in the project is paused, so no new task is handed out. What they hold can still be submitted. "
                    + "They read why, and can answer, at /p/%s/pauses/mine.";

    private final CurrentProject here;
    private final Worker worker;
    private final TaskQueue queue;
    private final Assignments assignments;
    private final Guidelines guidelines;
    private final Pauses pauses;
    private final Once once;

    TasksApi(
            CurrentProject here,
            Worker worker,
            TaskQueue queue,
            Assignments assignments,
            Guidelines guidelines,
            Pauses pauses,
            Once once) {
        this.here = here;
        this.worker = worker;
        this.queue = queue;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.pauses = pauses;
        this.once = once;
    }

    /** The kind of work to get. */
    @Schema(name = "NextTask")
    public record Next(@Schema(required = true) @Nullable String kind) {}

    @POST
    @Path("next")
    @Consumes(Shapes.JSON)
    @Operation(
            operationId = "nextTask",
            summary = "Get the next task",
            description =
                    "Returns the open task if there is one, else leases a free one. 204 if there is none, 409 if the project hands out none to this labeler now.")
    @APIResponseSchema(value = AssignmentJson.class, responseCode = "200", responseDescription = "A task.")
    @APIResponse(responseCode = "204", description = "There is no task for this labeler.")
    @APIResponse(
            responseCode = "409",
            description =
                    "The labeler's work in this project is paused, they have judged as much as one person may within 24 hours, they have not confirmed the guideline, or not passed the quiz, find gold too rarely, or are in no group that gets this work.")
    public Response next(
            String slug, @HeaderParam(Worker.ON_BEHALF_OF) @Nullable String onBehalfOf, @Nullable Next sent) {
        Next wanted = Body.of(sent);
        Project project = here.enter(slug);
        WorkKind kind = WorkKind.named(Typed.line(wanted.kind()))
                .orElseThrow(() -> Invalid.field("kind", "Say which: " + String.join(", ", WorkKind.names()) + "."));
        Worker.Who who = worker.in(project, onBehalfOf);
        return once.write(List.of(who, wanted), () -> {
            Instant now = Instant.now();
            Optional<UUID> next = queue.lease(project, kind, who.labeler(), now);
            if (next.isEmpty() && pauses.isPaused(project.id, who.labeler())) {
                throw new Conflict(PAUSED.formatted(slug));
            }
            next.ifPresent(id -> who.through().ifPresent(account -> assignments.through(id, account)));
            return next.map(id -> Response.ok(json(assignments.of(id, who.labeler()))))
                    .orElseGet(() -> {
                        queue.withheld(project, kind, who.labeler(), now).ifPresent(why -> {
                            throw new Conflict(sentence(why, project, kind));
                        });
                        return Response.noContent();
                    })
                    .build();
        });
    }

    private static String sentence(Withheld why, Project project, WorkKind kind) {
        return switch (why) {
            case Withheld.DailyLimit(int max, Instant again) ->
                "This labeler has given " + max
                        + " judgments to the project within 24 hours, as many as one person may. "
                        + "There are more from " + again + ".";
            case Withheld.GuidelineUnread unread ->
                "The project hands out this work to people who have confirmed the newest version of its guideline, and this labeler "
                        + "has not: /p/" + project.slug + "/guidelines/" + kind + ".";
            case Withheld.NotInGroup outside ->
                "In this project, this kind of work goes to groups of people, and this labeler is in none of them.";
            case Withheld.QuizMissing missing ->
                "The project hands out this work to people who have passed its quiz, and this labeler has not: /p/"
                        + project.slug + "/quiz/" + kind + ".";
            case Withheld.GoldMissed(Share found, GoldMinimum minimum) ->
                "Of " + found.of() + " tasks whose answer is known this labeler found "
                        + Math.round(found.share() * found.of()) + ", and the whole 95 % interval is below the "
                        + minimum.percent() + " % that the project asks for. An admin can count their gold anew.";
        };
    }

    private AssignmentJson json(Assignment assignment) {
        return AssignmentJson.of(assignment, guidelines.text(assignment.guidelineVersionId()));
    }
}
