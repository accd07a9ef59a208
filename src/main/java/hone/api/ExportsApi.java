package hone.api;

import hone.export.ExportAsked;
import hone.export.ExportRecord;
import hone.export.TakeOut;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.token.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Files that programs take out of a project: streamed, and recorded. */
@Path("/api/v1/projects/{slug}/exports")
@Produces(Shapes.JSON)
@RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.EXPORTS_READ})
@RunOnVirtualThread
@Tag(name = "Exports")
class ExportsApi {
    private static final String STREAMED =
            " The file is streamed; the header `Hone-Export` is the id of its record. A connection "
                    + "that breaks means an incomplete file: compare its hash with the record’s `size.sha256`, or export again.";

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final TakeOut takeOut;
    private final ExportRecord.Repo records;

    ExportsApi(SignedIn me, CurrentProject here, Blind blind, TakeOut takeOut, ExportRecord.Repo records) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.takeOut = takeOut;
        this.records = records;
    }

    @GET
    @Operation(
            operationId = "listExports",
            summary = "List exports",
            description = "The records of exports, newest first.")
    public Page<ExportJson> list(String slug, @BeanParam Listing listing) {
        Project project = here.enter(slug);
        Cursor.Asked asked = listing.asked();
        List<ExportRecord> rows =
                records.before(project.id, asked.after(UUID::fromString).orElse(ModelsApi.LAST), asked.rows());
        return Page.of(
                rows.stream().map(ExportJson::of).toList(),
                asked,
                one -> one.id().toString());
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getExport",
            summary = "Read the record of an export",
            description = "Returns how it ended, the hash of the file, and what the format could not hold.")
    public ExportJson get(String slug, UUID id) {
        return ExportJson.of(records.of(here.enter(slug).id, id));
    }

    @GET
    @Path("judgments")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "exportJudgments",
            summary = "Export judgments",
            description = "All accepted judgments, imported ones included, in a format of the field." + STREAMED)
    @APIResponse(
            responseCode = "200",
            description = "The file, in the container that was requested.",
            headers =
                    @Header(
                            name = "Hone-Export",
                            description = "The id of the record.",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid")),
            content = {
                @Content(
                        mediaType = Shapes.LINES,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"),
                        example =
                                "{\"prompt\": [{\"role\": \"user\", \"content\": \"Tell of a kite.\"}], \"chosen\": [{\"role\": \"assistant\", \"content\": \"It came home.\"}], \"rejected\": [{\"role\": \"assistant\", \"content\": \"No.\"}]}\n"),
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = "application/vnd.apache.parquet",
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/gzip", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response judgments(
            String slug,
            @QueryParam("format")
                    @Parameter(
                            description = "The format’s name in `listFormats`; without it, Hone’s full records.",
                            example = "trl-preference")
                    @Nullable
                    String format,
            @QueryParam("container")
                    @Parameter(
                            description =
                                    "`jsonl`, `json`, `csv` or `parquet`, as far as the format allows; with `.gz` it is packed.",
                            example = "jsonl.gz")
                    @Nullable
                    String container,
            @QueryParam("names")
                    @Parameter(
                            description =
                                    "Names of people instead of pseudonyms; requires `" + Scope.PEOPLE_READ + "`, too.",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @Nullable
                    String names,
            @Context RoutingContext request) {
        return send(slug, TakeOut.Query.judgments(said(format), said(container), people(names)), request);
    }

    @GET
    @Path("datasets/{number}")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "exportDataset",
            summary = "Export a dataset",
            description =
                    "A frozen dataset as a zip file of a directory that Hugging Face’s `datasets` loads, with its manifest and a "
                            + "data card." + STREAMED)
    @APIResponse(
            responseCode = "200",
            description = "The directory.",
            headers =
                    @Header(
                            name = "Hone-Export",
                            description = "The id of the record.",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid")),
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response dataset(
            String slug,
            int number,
            @QueryParam("container")
                    @Parameter(
                            description = "What its rows are written as.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"jsonl", "parquet"},
                                            defaultValue = "jsonl"))
                    @Nullable
                    String container,
            @Context RoutingContext request) {
        return send(slug, TakeOut.Query.dataset(number, said(container)), request);
    }

    @GET
    @Path("project")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "exportProject",
            summary = "Export a project",
            description = "The whole project as an archive that another Hone imports with `importArchive`." + STREAMED)
    @APIResponse(
            responseCode = "200",
            description = "The archive.",
            headers =
                    @Header(
                            name = "Hone-Export",
                            description = "The id of the record.",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid")),
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response project(
            String slug,
            @QueryParam("names")
                    @Parameter(
                            description =
                                    "Names of people instead of pseudonyms; requires `" + Scope.PEOPLE_READ + "`, too.",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @Nullable
                    String names,
            @QueryParam("models")
                    @Parameter(
                            description =
                                    "Whose weights go along: of all its models and the base models behind them, of the current one, or none.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"all", "current", "none"},
                                            defaultValue = "all"))
                    @Nullable
                    String models,
            @Context RoutingContext request) {
        return send(slug, TakeOut.Query.project(people(names), said(models)), request);
    }

    private Response send(String slug, TakeOut.Query query, RoutingContext request) {
        return takeOut.send(here.enter(slug), query, me.id(), blind.judge(), request);
    }

    private static Optional<String> said(@Nullable String sent) {
        return Optional.ofNullable(sent).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static ExportAsked.People people(@Nullable String names) {
        return Flag.isSet("names", names) ? ExportAsked.People.BY_NAME : ExportAsked.People.BY_PSEUDONYM;
    }
}
