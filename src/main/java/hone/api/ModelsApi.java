package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.export.TakeOutModel;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.MakeCurrent;
import hone.model.ModelVersion;
import hone.model.ProjectBase;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.token.Scope;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Typed;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The models of a project, and which one is current. */
@Path("/api/v1/projects/{slug}/models")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@CustomDeserialization(StrictJson.class)
@Tag(name = "Models")
class ModelsApi {
    private static final String COLUMNS = """
            select m.id, m.name, m.kind, m.sha256, p.name as parent, r.number as run, m.created_at,
              m.id = (select c.model_version_id from current_model c where c.project_id = ?
                      order by c.sequence desc limit 1) as current
            from model_version m left join model_version p on p.id = m.parent_id left join run r on r.id = m.run_id
            where (m.project_id = ? or m.project_id is null)
            """;

    private final SignedIn me;
    private final CurrentProject here;
    private final ModelVersion.Repo models;
    private final MakeCurrent makeCurrent;
    private final ProjectBase bases;
    private final TakeOutModel takeOut;
    private final Once once;
    private final Sql sql;

    ModelsApi(
            SignedIn me,
            CurrentProject here,
            ModelVersion.Repo models,
            MakeCurrent makeCurrent,
            ProjectBase bases,
            TakeOutModel takeOut,
            Once once,
            Sql sql) {
        this.me = me;
        this.here = here;
        this.models = models;
        this.makeCurrent = makeCurrent;
        this.bases = bases;
        this.takeOut = takeOut;
        this.once = once;
        this.sql = sql;
    }

    /** A model version. */
    @Schema(name = "Model")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ModelJson(
            UUID id,
            @Schema(examples = "kind-endings-sft-3") String name,

            @Schema(description = "`policy` answers, `reward` scores.", examples = "policy")
            String kind,

            @Schema(description = "The address of its checkpoint: the hash of the manifest.")
            String sha256,

            @Schema(description = "The model it was trained from; absent for a base model.", examples = "base")
            Optional<String> parent,

            @Schema(description = "The run that made it; absent for a base model.", examples = "7")
            Optional<Long> run,

            @Schema(description = "Whether it is the project’s current model.", examples = "true")
            boolean current,

            Instant createdAt) {
        static ModelJson read(Sql.Cells c) throws SQLException {
            return new ModelJson(
                    c.id("id"),
                    c.text("name"),
                    c.text("kind"),
                    c.text("sha256"),
                    c.maybeText("parent"),
                    c.maybeNumber("run"),
                    c.flag("current"),
                    c.time("created_at"));
        }
    }

    /** Why a model becomes current. */
    @Schema(name = "MakeCurrent")
    public record Why(
            @Schema(
                    description = "The reason, visible to everybody.",
                    examples = "Wins 64 of 100 against the one before.",
                    required = true)
            @Nullable
            String why) {}

    @GET
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.MODELS_READ})
    @Operation(
            operationId = "listModels",
            summary = "List models",
            description = "Newest first, the base models included.")
    public Page<ModelJson> list(String slug, @BeanParam Listing listing) {
        Project project = here.enter(slug);
        Cursor.Asked asked = listing.asked();
        UUID before = asked.after(UUID::fromString).orElse(LAST);
        List<ModelJson> rows = sql.list(
                COLUMNS + "and m.id < ? order by m.id desc limit " + asked.rows(),
                ModelJson::read,
                project.id,
                project.id,
                before);
        return Page.of(rows, asked, model -> model.id().toString());
    }

    /** The greatest id. */
    static final UUID LAST = new UUID(-1, -1);

    @GET
    @Path("{name}")
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.MODELS_READ})
    @Operation(
            operationId = "getModel",
            summary = "Read a model",
            description = "Finds a model by its name in the project.")
    public ModelJson get(String slug, String name) {
        Project project = here.enter(slug);
        return one(project, model(project, name));
    }

    @POST
    @Path("{name}/current")
    @Consumes(Shapes.JSON)
    @RolesAllowed({Role.ADMIN, Scope.MODELS_WRITE})
    @Operation(
            operationId = "makeModelCurrent",
            summary = "Make a model current",
            description = "From then on people talk to it, and its answers become tasks.")
    @APIResponseSchema(value = ModelJson.class, responseCode = "200", responseDescription = "It is current.")
    public Response makeCurrent(String slug, String name, @Nullable Why sent) {
        Why why = Body.of(sent);
        Project project = here.enter(slug);
        ModelVersion model = model(project, name);
        UUID by = me.id();
        return once.write(why, () -> {
            makeCurrent.make(project, model, Typed.text(why.why()), by, Instant.now());
            return Response.ok(one(project, model)).build();
        });
    }

    @GET
    @Path("{name}/files")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.EXPORTS_READ})
    @Operation(
            operationId = "exportModel",
            summary = "Export a model",
            description =
                    "Its directory as a tar: what transformers loads, or PEFT for an adapter, next to the base that `parent` leads to. "
                            + "The tar is streamed; one that is shorter than `Content-Length` is incomplete.")
    @APIResponse(
            responseCode = "200",
            description = "The directory.",
            content =
                    @Content(
                            mediaType = "application/x-tar",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response files(String slug, String name, @Context RoutingContext request) {
        Project project = here.enter(slug);
        return takeOut.send(project, model(project, name), me.id(), request);
    }

    @POST
    @Path("{name}/base")
    @RolesAllowed({Role.ADMIN, Scope.MODELS_WRITE})
    @Operation(
            operationId = "makeModelBase",
            summary = "Make a base model the project’s",
            description = "The next round’s fine-tuning begins from it. Models that are there stay as they are.")
    @APIResponseSchema(value = ModelJson.class, responseCode = "200", responseDescription = "It is the base.")
    public Response makeBase(String slug, String name) {
        Project project = here.enter(slug);
        ModelVersion model = model(project, name);
        UUID by = me.id();
        return once.write(name, () -> {
            bases.choose(project, model, by, Instant.now());
            return Response.ok(one(project, model)).build();
        });
    }

    private ModelVersion model(Project project, String name) {
        return models.named(project.id, name).orElseThrow(() -> new NotFound("model " + name));
    }

    private ModelJson one(Project project, ModelVersion model) {
        return sql.first(COLUMNS + "and m.id = ?", ModelJson::read, project.id, project.id, model.id)
                .orElseThrow();
    }
}
