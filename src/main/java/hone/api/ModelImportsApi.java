package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.arrivals.BringModels;
import hone.contract.ModelInspection;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.token.Scope;
import hone.web.LabelersFirst;
import hone.web.Refused;
import hone.web.Typed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Base models, which all projects may begin from. */
@Path("/api/v1/models")
@Produces(Shapes.JSON)
@RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.MODELS_WRITE})
@RunOnVirtualThread
@Tag(name = "Models")
class ModelImportsApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final BringModels bring;
    private final LabelersFirst labelers;

    ModelImportsApi(SignedIn me, CurrentProject here, BringModels bring, LabelersFirst labelers) {
        this.me = me;
        this.here = here;
        this.bring = bring;
        this.labelers = labelers;
    }

    /** A base model that was brought. */
    @Schema(name = "ImportedModel")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Imported(
            UUID id,
            @Schema(examples = "smollm2-135m") String name,

            @Schema(description = "The address of its files: the hash of their manifest.")
            String sha256,

            @Schema(description = "False if the same files were here already, under this name.", examples = "true")
            boolean added,

            @Schema(description = "`model_type` of its config.json.", examples = "llama")
            String family,

            @Schema(examples = "134515008") long parameters,
            @Schema(examples = "8192") int contextTokens,

            @Schema(
                    description = "The chat template that it is asked in.",
                    examples = "the model's own, tokenizer_config.json")
            String chatTemplate,

            @Schema(description = "All that end an answer.", examples = "<|im_end|>")
            List<String> endTokens,

            @Schema(description = "A file, or what the model’s card says.", examples = "apache-2.0 (README.md)")
            Optional<String> licence,

            @Schema(description = "Files that were not taken, because a model needs none of them.")
            List<String> leftOut,

            @Schema(description = "The project whose base it is now.", examples = "kind-endings")
            Optional<String> baseOf) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "importModel",
            summary = "Import a base model",
            description =
                    "A tar of a Hugging Face directory is the body, packed with gzip or not. All of it is read before it is taken, which "
                            + "takes a while for a large model; hanging up cancels. The same files again are the same model.")
    @RequestBody(
            description = "The tar.",
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponseSchema(value = Imported.class, responseCode = "200", responseDescription = "The model.")
    public Imported take(
            @QueryParam("name")
                    @Parameter(
                            description = "What to call it; without it, as its folder or file is called.",
                            example = "smollm2-135m")
                    @Nullable
                    String name,
            @QueryParam("source")
                    @Parameter(
                            description = "The folder or file that it comes from.",
                            example = "SmolLM2-135M-Instruct")
                    @Nullable
                    String source,
            @QueryParam("project")
                    @Parameter(
                            description = "The slug of a project whose base it becomes: its rounds begin from it.",
                            example = "kind-endings")
                    @Nullable
                    String slug,
            @Context RoutingContext request,
            InputStream body)
            throws IOException {
        if (here.only().isPresent()) {
            throw new Refused(403, "Not allowed", "This token is for one project; base models are for all of them.");
        }
        Optional<Project> project = said(slug).map(here::enter);
        AtomicBoolean gone = new AtomicBoolean();
        request.addEndHandler(end -> gone.set(true));
        if (request.response().closed()) {
            gone.set(true); // the client hung up before there was a handler
        }
        BringModels.Brought brought = bring.now(
                new BringModels.Sent(said(source).orElse("model"), said(name), project, me.id()),
                labelers.unhurried(body),
                gone::get);
        ModelInspection read = brought.inspection();
        return new Imported(
                brought.id(),
                brought.name(),
                brought.sha256(),
                brought.added(),
                read.family(),
                read.size().parameters(),
                read.contextTokens(),
                read.template().described(),
                read.endTokens(),
                read.licence(),
                brought.leftOut(),
                project.map(one -> one.slug));
    }

    private static Optional<String> said(@Nullable String sent) {
        return Optional.of(Typed.line(sent)).filter(text -> !text.isEmpty());
    }
}
