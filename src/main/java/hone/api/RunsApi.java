package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import hone.dataset.Dataset;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.ModelVersion;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.RequestRun;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.token.Scope;
import hone.training.TrainByHand;
import hone.web.Invalid;
import hone.web.Sql;
import hone.web.Typed;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Training runs: start, follow and cancel. */
@Path("/api/v1/projects/{slug}/runs")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Runs")
class RunsApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final TrainingRun.Repo runs;
    private final Dataset.Repo datasets;
    private final ModelVersion.Repo models;
    private final TrainByHand training;
    private final RequestRun requests;
    private final Once once;
    private final Sql sql;

    RunsApi(
            SignedIn me,
            CurrentProject here,
            TrainingRun.Repo runs,
            Dataset.Repo datasets,
            ModelVersion.Repo models,
            TrainByHand training,
            RequestRun requests,
            Once once,
            Sql sql) {
        this.me = me;
        this.here = here;
        this.runs = runs;
        this.datasets = datasets;
        this.models = models;
        this.training = training;
        this.requests = requests;
        this.once = once;
        this.sql = sql;
    }

    /** A run. */
    @Schema(name = "Run")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record RunJson(
            UUID id,

            @Schema(description = "Counts from 1 in the project.", examples = "7")
            int number,

            @Schema(examples = "sft") String stage,

            @Schema(
                    description = "Its state.",
                    enumeration = {"waiting", "running", "cancelling", "succeeded", "failed", "cancelled"},
                    examples = "running")
            String state,

            @Schema(description = "Why it failed or was cancelled.")
            Optional<String> reason,

            Inputs inputs,
            Progress progress,
            Instant requestedAt,
            Optional<Instant> finishedAt,

            @Schema(description = "The model that it produced.", examples = "kind-endings-sft-3")
            Optional<String> model) {}

    /** The inputs of a run. */
    @Schema(name = "RunInputs")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Inputs(
            @Schema(description = "The dataset’s number; absent for sampling.", examples = "4")
            Optional<Integer> dataset,

            @Schema(examples = "base") String policy,

            @Schema(description = "The reward model, for PPO and GRPO.")
            Optional<String> reward,

            @Schema(examples = "42") long seed,

            @Schema(
                    description =
                            "Who was asked to train it: `hone`, `trl` or `openrlhf`; absent: whoever does at the trainer service.",
                    examples = "trl")
            Optional<String> engine) {}

    /** The progress of a run. */
    @Schema(name = "RunProgress")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Progress(
            @Schema(examples = "120") Optional<Long> step,
            @Schema(examples = "400") Optional<Long> steps) {}

    /** A run to start. */
    @Schema(name = "NewRun")
    public record New(
            @Schema(
                    enumeration = {"sft", "kto", "dpo", "reward", "best-of-n", "ppo", "grpo"},
                    examples = "sft",
                    required = true)
            @Nullable
            String stage,

            @Schema(description = "The number of a frozen dataset.", examples = "4", required = true) @Nullable
            Integer dataset,

            @Schema(description = "The name of the model to start from.", examples = "base", required = true) @Nullable
            String policy,

            @Schema(description = "The reward model; for PPO, and for GRPO by a recipe without a verifier.") @Nullable
            String reward,

            @Schema(
                    description =
                            "Settings that override the recipe that the project has set or, where it has set none, the one that suits the model and the dataset.",
                    type = SchemaType.OBJECT,
                    examples = "{\"epochs\": 2}")
            @Nullable
            JsonNode recipe) {}

    /** An event reported by the trainer. */
    @Schema(name = "RunEvent")
    public record EventJson(
            @Schema(description = "Counts from 1 in the run.", examples = "12")
            long sequence,

            @Schema(examples = "run.step") String kind,
            Instant at,

            @Schema(description = "As on the Kafka topic `run-events`.", type = SchemaType.OBJECT) @JsonRawValue
            String body) {}

    @GET
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.RUNS_READ})
    @Operation(operationId = "listRuns", summary = "List runs", description = "Newest first.")
    public Page<RunJson> list(String slug, @BeanParam Listing listing) {
        Project project = here.enter(slug);
        Cursor.Asked asked = listing.asked();
        int before = asked.after(Integer::parseInt).orElse(Integer.MAX_VALUE);
        List<RunJson> rows = runs
                .find("projectId = ?1 and number < ?2 order by number desc", project.id, before)
                .page(0, asked.rows())
                .list()
                .stream()
                .map(this::json)
                .toList();
        return Page.of(rows, asked, run -> Integer.toString(run.number()));
    }

    @GET
    @Path("{number}")
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.RUNS_READ})
    @Operation(
            operationId = "getRun",
            summary = "Read a run",
            description = "Its state, and the model that it produced.")
    public RunJson get(String slug, int number) {
        return json(runs.numbered(here.enter(slug).id, number));
    }

    @POST
    @Consumes(Shapes.JSON)
    @RolesAllowed({Role.ADMIN, Scope.RUNS_WRITE})
    @Operation(
            operationId = "requestRun",
            summary = "Start a run",
            description = "Starts one stage of training. 409 with the reason if the stage would be useless.")
    @APIResponseSchema(value = RunJson.class, responseCode = "201", responseDescription = "Requested.")
    public Response request(String slug, @Nullable New sent) {
        New wanted = Body.of(sent);
        Project project = here.enter(slug);
        Stage stage = Stage.training(Typed.line(wanted.stage()))
                .orElseThrow(() ->
                        Invalid.field("stage", "Say sft, kto, dpo, reward, ppo or grpo. Nothing was requested yet."));
        if (wanted.dataset() == null) {
            throw Invalid.field("dataset", "Say which dataset, by its number. Nothing was requested yet.");
        }
        Dataset dataset = datasets.numbered(project.id, wanted.dataset());
        JsonNode recipe = wanted.recipe();
        TrainByHand.Ready ready = training.ready(
                project,
                dataset,
                new TrainByHand.Chosen(
                        stage,
                        Typed.line(wanted.policy()),
                        Typed.line(wanted.reward()),
                        recipe == null || recipe.isNull() ? "" : recipe.toString()));
        Optional<UUID> by = Optional.of(me.id());
        return once.write(wanted, () -> {
            TrainingRun run = training.request(ready, by, Instant.now());
            return Response.created(URI.create("/api/v1/projects/" + project.slug + "/runs/" + run.number))
                    .entity(json(run))
                    .build();
        });
    }

    @POST
    @Path("{number}/cancel")
    @RolesAllowed({Role.ADMIN, Scope.RUNS_WRITE})
    @Operation(
            operationId = "cancelRun",
            summary = "Cancel a run",
            description = "The trainer stops the run at its next step. Idempotent.")
    @APIResponseSchema(value = RunJson.class, responseCode = "200", responseDescription = "Requested.")
    public Response cancel(String slug, int number) {
        Project project = here.enter(slug);
        Optional<UUID> by = Optional.of(me.id());
        String reason = "Cancelled by " + me.getLabeler().displayName + ".";
        return once.write("", () -> {
            TrainingRun run = runs.numbered(project.id, number);
            requests.cancel(run, by, reason, Instant.now());
            return Response.ok(json(run)).build();
        });
    }

    @GET
    @Path("{number}/events")
    @RolesAllowed({Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.RUNS_READ})
    @Operation(
            operationId = "listRunEvents",
            summary = "List events of a run",
            description = "In order. Sampled answers are not included, because people judge them blind.")
    public Page<EventJson> events(String slug, int number, @BeanParam Listing listing) {
        TrainingRun run = runs.numbered(here.enter(slug).id, number);
        Cursor.Asked asked = listing.asked();
        List<EventJson> rows = sql.list(
                """
                select sequence, kind, at, body from run_event
                where run_id = ? and sequence > ? and kind <> 'run.answers' order by sequence limit %d""".formatted(asked.rows()),
                c -> new EventJson(c.number("sequence"), c.text("kind"), c.time("at"), c.text("body")),
                run.id,
                asked.after(Long::parseLong).orElse(0L));
        return Page.of(rows, asked, event -> Long.toString(event.sequence()));
    }

    private RunJson json(TrainingRun run) {
        return new RunJson(
                run.id,
                run.number,
                run.kind.word(),
                run.state().name().toLowerCase(Locale.ROOT),
                Optional.ofNullable(run.reason),
                new Inputs(
                        Optional.ofNullable(run.datasetId).map(id -> datasets.findById(id).number),
                        models.findById(run.policyId).name,
                        Optional.ofNullable(run.rewardId).map(id -> models.findById(id).name),
                        run.seed,
                        Optional.ofNullable(run.engine)),
                new Progress(Optional.ofNullable(run.step), Optional.ofNullable(run.steps)),
                run.requestedAt,
                Optional.ofNullable(run.finishedAt),
                models.madeBy(run.id).map(model -> model.name));
    }
}
