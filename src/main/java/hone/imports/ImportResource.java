package hone.imports;

import hone.format.Formats;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Busy;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.LiveStream;
import hone.web.NotFound;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Imports by form: read in the background, with progress, cancelling, a report, and the refused lines to correct. */
@Path("p/{slug}/imports")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class ImportResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final ImportInBackground background;
    private final ImportPrompts prompts;
    private final ImportBatch.Repo batches;
    private final ImportReports reports;
    private final Previews previews;
    private final ImportedRaters raters;
    private final ImportConfig config;
    private final LiveStream live;

    ImportResource(
            SignedIn me,
            CurrentProject here,
            ImportInBackground background,
            ImportPrompts prompts,
            ImportBatch.Repo batches,
            ImportReports reports,
            Previews previews,
            ImportedRaters raters,
            ImportConfig config,
            LiveStream live) {
        this.me = me;
        this.here = here;
        this.background = background;
        this.prompts = prompts;
        this.batches = batches;
        this.reports = reports;
        this.previews = previews;
        this.raters = raters;
        this.config = config;
        this.live = live;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list(String slug) {
        return page(here.enter(slug), Complaints.NONE);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Response upload(String slug, @RestForm @Nullable FileUpload file) throws IOException {
        Project project = here.enter(slug);
        try {
            if (file == null || file.size() == 0) {
                throw Invalid.field("file", "Choose a file first; this one was empty or missing.");
            }
            UUID id = background.receive(
                    project,
                    SentFile.name(file.fileName()),
                    SentFile.uploaded(
                            file.uploadedFile(), file.size(), config.fileMax().asLongValue()),
                    Optional.of(me.id()),
                    ImportChoices.DEFAULT);
            return report(slug, id.toString());
        } catch (Invalid e) {
            return complaining(Response.status(400), project, Complaints.of(e));
        } catch (Busy e) {
            return complaining(
                    Response.status(503).header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds()),
                    project,
                    new Complaints(Map.of("file", e.sentence())));
        }
    }

    private Response complaining(Response.ResponseBuilder answer, Project project, Complaints complaints) {
        return answer.type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page(project, complaints))
                .build();
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance report(String slug, UUID id) {
        ImportBatch batch = batches.of(here.enter(slug).id, id);
        return batch.state(Instant.now()).isWaiting()
                ? ImportPages.preview(previews.of(batch, batch.choices), Complaints.NONE)
                : ImportPages.report(reports.of(batch.projectId, id));
    }

    /** Notifies the page of an import of every change, until the import ends. */
    @GET
    @Path("{id}/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void live(String slug, UUID id, @Context SseEventSink sink, @Context Sse sse) {
        UUID project = here.enter(slug).id;
        batches.of(project, id);
        live.follow(sink, sse, () -> reports.look(id));
    }

    @POST
    @Path("{id}/cancel")
    public Response cancel(String slug, UUID id) {
        ImportBatch batch = batches.of(here.enter(slug).id, id);
        boolean waits = batch.state(Instant.now()).isWaiting();
        prompts.cancel(batch.id);
        background.look(batch.id);
        return waits ? Response.seeOther(URI.create("/p/" + slug + "/imports")).build() : report(slug, id.toString());
    }

    @GET
    @Path("{id}/refused.jsonl")
    @Produces("application/x-ndjson")
    public Response refused(String slug, UUID id) {
        ImportReport report = reports.of(here.enter(slug).id, id);
        if (report.counts().refused() == 0) {
            throw new NotFound("refused lines of import " + id);
        }
        StreamingOutput body = out -> reports.writeRefused(id, out);
        return Response.ok(body)
                .header("Content-Disposition", "attachment; filename=\"refused-" + id + ".jsonl\"")
                .build();
    }

    private TemplateInstance page(Project project, Complaints complaints) {
        return ImportPages.imports(rows(project.id), Formats.all(), sizeMax(), raters.isAny(project.id), complaints);
    }

    private String sizeMax() {
        long megabytes = config.fileMax().asLongValue() >> 20;
        return megabytes % 1024 == 0 ? megabytes / 1024 + " GB" : megabytes + " MB";
    }

    private List<ImportPages.Row> rows(UUID project) {
        return batches.of(project).stream()
                .map(batch -> ImportPages.Row.of(batch, Instant.now()))
                .toList();
    }

    private static Response report(String slug, String id) {
        return Response.seeOther(URI.create("/p/" + slug + "/imports/" + id)).build();
    }
}
