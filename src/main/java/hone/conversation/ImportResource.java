package hone.conversation;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Typed;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Files of prompts: by a form, or by a program; with a report, and the refused lines as a file to mend. */
@Path("/")
@RunOnVirtualThread
class ImportResource {
    private static final String TOO_LARGE = "The file is larger than " + (ImportLimits.FILE_BYTES_MAX >> 20)
            + " MB. Nothing was imported: split it and send the parts.";

    private final SignedIn me;
    private final CurrentProject here;
    private final ImportPrompts prompts;
    private final ImportBatch.Repo batches;
    private final ImportReport.Query reports;

    ImportResource(
            SignedIn me,
            CurrentProject here,
            ImportPrompts prompts,
            ImportBatch.Repo batches,
            ImportReport.Query reports) {
        this.me = me;
        this.here = here;
        this.prompts = prompts;
        this.batches = batches;
        this.reports = reports;
    }

    @GET
    @Path("p/{slug}/imports")
    @RolesAllowed(Role.ADMIN)
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list(String slug) {
        return ConversationPages.imports(batches.of(here.enter(slug).id), Complaints.NONE);
    }

    @POST
    @Path("p/{slug}/imports")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Response upload(String slug, @RestForm @Nullable FileUpload file) throws IOException {
        Project project = here.enter(slug);
        try {
            if (file == null || file.size() == 0) {
                throw Invalid.field("file", "Choose a file first; this one was empty or missing.");
            }
            if (file.size() > ImportLimits.FILE_BYTES_MAX) {
                throw Invalid.field("file", TOO_LARGE);
            }
            UUID id;
            try (InputStream in = Files.newInputStream(file.uploadedFile())) {
                id = prompts.read(project, name(file.fileName()), in, Optional.of(me.id()), "");
            }
            return Response.seeOther(URI.create("/p/" + slug + "/imports/" + id))
                    .build();
        } catch (Invalid e) {
            return Response.status(400)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(ConversationPages.imports(batches.of(project.id), Complaints.of(e)))
                    .build();
        }
    }

    @GET
    @Path("p/{slug}/imports/{id}")
    @RolesAllowed(Role.ADMIN)
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance report(String slug, UUID id) {
        return ConversationPages.report(reports.of(here.enter(slug).id, id));
    }

    @GET
    @Path("p/{slug}/imports/{id}/refused.jsonl")
    @RolesAllowed(Role.ADMIN)
    @Produces("application/x-ndjson")
    public Response refused(String slug, UUID id) {
        ImportReport report = reports.of(here.enter(slug).id, id);
        if (report.refused() == 0) {
            throw new NotFound("refused lines of import " + id);
        }
        StreamingOutput body = out -> {
            int sent = 0;
            List<String> rows = reports.rows(id, sent, 100);
            while (!rows.isEmpty()) {
                for (String row : rows) {
                    out.write(row.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
                sent += rows.size();
                rows = reports.rows(id, sent, 100);
            }
        };
        return Response.ok(body)
                .header("Content-Disposition", "attachment; filename=\"refused-" + id + ".jsonl\"")
                .build();
    }

    /** For programs: the file is the body, whatever it calls itself; the answer is the report. */
    @POST
    @Path("api/projects/{slug}/import")
    @RolesAllowed({Role.ADMIN, Role.PROGRAM})
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public ImportReport take(String slug, @RestQuery Optional<String> file, InputStream body) throws IOException {
        Project project = here.enter(slug);
        // First to a file of our own: a body that breaks off or is too large then changes nothing.
        java.nio.file.Path spooled = Files.createTempFile("hone-import", ".jsonl");
        try {
            spool(body, spooled);
            try (InputStream in = Files.newInputStream(spooled)) {
                UUID id = prompts.read(project, name(file.orElse("")), in, Optional.of(me.id()), "");
                return reports.of(project.id, id);
            }
        } finally {
            Files.deleteIfExists(spooled);
        }
    }

    private static void spool(InputStream body, java.nio.file.Path to) throws IOException {
        try (InputStream in = body;
                var out = Files.newOutputStream(to)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > ImportLimits.FILE_BYTES_MAX) {
                    throw Invalid.field("file", TOO_LARGE);
                }
                out.write(buffer, 0, n);
            }
            if (size == 0) {
                throw Invalid.field("file", "The body is empty. Send the file as the body of the request.");
            }
        }
    }

    private static String name(@Nullable String given) {
        String name = Typed.line(given);
        return name.isEmpty()
                ? "import.jsonl"
                : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
