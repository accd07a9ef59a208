package hone.api;

import hone.contract.Wire;
import hone.imports.ImportChoices;
import hone.imports.ImportConfig;
import hone.imports.ImportInBackground;
import hone.imports.ImportPrompts;
import hone.imports.ImportReport;
import hone.imports.ImportReports;
import hone.imports.KeptMapping;
import hone.imports.OpenedImport;
import hone.imports.SentFile;
import hone.imports.TakingBack;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.token.Scope;
import hone.web.LabelersFirst;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Files that programs import: sent as a body, read in the background. */
@Path("/api/v1/projects/{slug}/imports")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@Tag(name = "Imports")
class ImportsApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final ImportPrompts prompts;
    private final ImportInBackground background;
    private final ImportReports reports;
    private final KeptMapping mapping;
    private final TakingBack takingBack;
    private final ImportConfig config;
    private final LabelersFirst labelers;
    private final Once once;

    ImportsApi(
            SignedIn me,
            CurrentProject here,
            ImportPrompts prompts,
            ImportInBackground background,
            ImportReports reports,
            KeptMapping mapping,
            TakingBack takingBack,
            ImportConfig config,
            LabelersFirst labelers,
            Once once) {
        this.me = me;
        this.here = here;
        this.prompts = prompts;
        this.background = background;
        this.reports = reports;
        this.mapping = mapping;
        this.takingBack = takingBack;
        this.config = config;
        this.labelers = labelers;
        this.once = once;
    }

    /** A line that was refused. */
    @Schema(name = "RefusedLine")
    public record RefusedLine(
            @Schema(examples = "17") int line,

            @Schema(examples = "Both answers are the same text. One can’t be better than the other.")
            String reason,

            @Schema(
                    description = "The line as it was in the file.",
                    examples =
                            "{\"prompt\": \"Tell of a kite.\", \"chosen\": \"It flew.\", \"rejected\": \"It flew.\"}")
            String row) {
        static RefusedLine of(ImportReport.Refused refused) {
            return new RefusedLine(refused.line(), refused.reason().replace('\n', ' '), refused.row());
        }
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_READ})
    @Operation(operationId = "listImports", summary = "List imports", description = "Newest first.")
    public Page<ImportJson> list(String slug, @BeanParam Listing listing) {
        Project project = here.enter(slug);
        Cursor.Asked asked = listing.asked();
        List<ImportReport> rows =
                reports.before(project.id, asked.after(UUID::fromString).orElse(ModelsApi.LAST), asked.rows());
        return Page.of(
                rows.stream().map(ImportJson::summary).toList(),
                asked,
                one -> one.id().toString());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_WRITE})
    @Operation(
            operationId = "createImport",
            summary = "Import a file",
            description =
                    "The file is the body: JSON lines, a JSON array, CSV or Parquet, also packed with gzip, whatever its "
                            + "media type. A small file has been read when the answer comes; a larger one is read in the background: "
                            + "follow it with `getImport`, or with the webhook event `import.finished`. Importing the same file again "
                            + "adds nothing twice.")
    @RequestBody(
            description = "The file.",
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary"),
                            example = "{\"prompt\": \"Tell of a kite.\"}\n{\"prompt\": \"Tell of a hat.\"}\n"))
    @APIResponseSchema(value = ImportJson.class, responseCode = "201", responseDescription = "The import.")
    public Response create(String slug, @BeanParam ImportOptions options, InputStream body) throws IOException {
        Project project = here.enter(slug);
        ImportChoices choices = options.choices();
        MessageDigest digest = Wire.sha256();
        SentFile file = SentFile.received(
                new DigestInputStream(labelers.unhurried(body), digest),
                config.fileMax().asLongValue());
        AtomicReference<OpenedImport> opened = new AtomicReference<>();
        Response answer;
        try {
            answer = once.write(
                    List.of(options.fileName(), choices, HexFormat.of().formatHex(digest.digest())),
                    () -> recorded(project, options.fileName(), file, choices, opened));
        } catch (UncheckedIOException e) {
            file.close();
            throw e.getCause();
        } catch (RuntimeException e) {
            // Recorded or not, nobody is going to read it.
            if (opened.get() == null) {
                file.close();
            } else {
                opened.get().close();
            }
            throw e;
        }
        if (opened.get() == null) {
            file.close(); // It was sent before.
        } else {
            background.read(opened.get());
        }
        String id = answer.getLocation().getPath().replaceFirst(".*/", "");
        return Response.fromResponse(answer)
                .type(Shapes.JSON)
                .entity(ImportJson.whole(reports.of(project.id, UUID.fromString(id))))
                .build();
    }

    /** Without the report, which belongs to the time of each answer, also of one that is sent again. */
    private Response recorded(
            Project project, String name, SentFile file, ImportChoices choices, AtomicReference<OpenedImport> opened) {
        Optional<UUID> by = Optional.of(me.id());
        try {
            OpenedImport one = prompts.open(project, name, file, by, choices);
            if (choices.mapping().isPresent()) {
                mapping.keep(project.id, choices.uses(), by);
            }
            opened.set(one);
            return Response.created(URI.create("/api/v1/projects/" + project.slug + "/imports/" + one.id()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_READ})
    @Operation(
            operationId = "getImport",
            summary = "Read an import",
            description = "Returns how far it is and, at its end, the report.")
    public ImportJson get(String slug, UUID id) {
        return ImportJson.whole(reports.of(here.enter(slug).id, id));
    }

    @POST
    @Path("{id}/cancel")
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_WRITE})
    @Operation(
            operationId = "cancelImport",
            summary = "Cancel an import",
            description = "What was imported before stays. Cancelling an import that has ended changes nothing.")
    @APIResponseSchema(value = ImportJson.class, responseCode = "200", responseDescription = "The import.")
    public Response cancel(String slug, UUID id) {
        Project project = here.enter(slug);
        reports.of(project.id, id);
        Response answer = once.write(id, () -> {
            prompts.cancel(id);
            return Response.ok().build();
        });
        background.look(id);
        return Response.fromResponse(answer)
                .type(Shapes.JSON)
                .entity(ImportJson.whole(reports.of(project.id, id)))
                .build();
    }

    @POST
    @Path("{id}/take-back")
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_WRITE})
    @Operation(
            operationId = "takeBackImport",
            summary = "Take an import back",
            description =
                    "Its judgments no longer count, and its open tasks are closed. Taking it back twice is taking it back once. "
                            + "409 while the file is being read.")
    @APIResponseSchema(value = ImportJson.class, responseCode = "200", responseDescription = "The import.")
    public ImportJson takeBack(String slug, UUID id) {
        UUID project = here.enter(slug).id;
        reports.of(project, id);
        takingBack.take(project, id, me.id());
        return ImportJson.whole(reports.of(project, id));
    }

    @POST
    @Path("{id}/bring-back")
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_WRITE})
    @Operation(
            operationId = "bringBackImport",
            summary = "Bring an import back",
            description = "Undoes `takeBackImport`. Bringing it back twice is bringing it back once.")
    @APIResponseSchema(value = ImportJson.class, responseCode = "200", responseDescription = "The import.")
    public ImportJson bringBack(String slug, UUID id) {
        UUID project = here.enter(slug).id;
        reports.of(project, id);
        takingBack.bring(project, id, me.id());
        return ImportJson.whole(reports.of(project, id));
    }

    @GET
    @Path("{id}/refused")
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_READ})
    @Operation(
            operationId = "listRefusedLines",
            summary = "List refused lines",
            description = "In the order of the file, each with the reason.")
    public Page<RefusedLine> refused(String slug, UUID id, @BeanParam Listing listing) {
        Cursor.Asked asked = listing.asked();
        ImportReport report = reports.of(here.enter(slug).id, id);
        int after = asked.after(Integer::parseInt).orElse(0);
        List<RefusedLine> rows = reports.refused(report.id(), after, asked.rows()).stream()
                .map(RefusedLine::of)
                .toList();
        return Page.of(rows, asked, line -> Integer.toString(line.line()));
    }

    @GET
    @Path("{id}/refused.jsonl")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_READ})
    @Operation(
            operationId = "downloadRefusedLines",
            summary = "Download refused lines",
            description = "As a file to correct and import again; the reason is a comment above each line.")
    @APIResponse(
            responseCode = "200",
            description = "The file.",
            content =
                    @Content(
                            mediaType = Shapes.LINES,
                            schema = @Schema(type = SchemaType.STRING, format = "binary"),
                            example = "# line 17: This line is no JSON.\n{\"prompt\": \n"))
    public Response refusedFile(String slug, UUID id) {
        ImportReport report = reports.of(here.enter(slug).id, id);
        StreamingOutput file = out -> reports.writeRefused(report.id(), out);
        return Response.ok(file)
                .type(Shapes.LINES)
                .header("Content-Disposition", "attachment; filename=\"refused-" + id + ".jsonl\"")
                .build();
    }
}
