package hone.arrivals;

import hone.contract.ModelInspection;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.ModelVersion;
import hone.model.TrainingMemory;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.LiveStream;
import hone.web.Typed;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Base models that an admin brings: from the operator's folder or as a tar, read first, then decided about. */
@Path("/p/{slug}/arrivals")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class ArrivalResource {
    private static final int ROWS_MAX = 4096;
    private static final int TOKENS_MAX = 1_000_000;

    private final SignedIn me;
    private final CurrentProject here;
    private final BringModels bring;
    private final KeepModel keeping;
    private final ReadModel reading;
    private final OfferedFolders folders;
    private final Arrival.Repo arrivals;
    private final ModelVersion.Repo models;
    private final ArrivalConfig config;
    private final LiveStream live;

    ArrivalResource(
            SignedIn me,
            CurrentProject here,
            BringModels bring,
            KeepModel keeping,
            ReadModel reading,
            OfferedFolders folders,
            Arrival.Repo arrivals,
            ModelVersion.Repo models,
            ArrivalConfig config,
            LiveStream live) {
        this.me = me;
        this.here = here;
        this.bring = bring;
        this.keeping = keeping;
        this.reading = reading;
        this.folders = folders;
        this.arrivals = arrivals;
        this.models = models;
        this.config = config;
        this.live = live;
    }

    private interface Beginning {
        UUID begin(Project project) throws IOException;
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
        return begun(slug, "file", project -> {
            if (file == null || file.size() == 0) {
                throw Invalid.field("file", "Choose a tar first; this one was empty or missing.");
            }
            String name = Typed.line(file.fileName()).replaceFirst("(?s).*[/\\\\]", "");
            return bring.upload(project, name.isEmpty() ? "model.tar" : name, file.uploadedFile(), me.id());
        });
    }

    @POST
    @Path("folder")
    @Produces(MediaType.TEXT_HTML)
    public Response folder(String slug, @RestForm @Nullable String folder) throws IOException {
        String chosen = Typed.line(folder);
        return begun(slug, "folder", project -> bring.folder(project, chosen, folders.find(chosen), me.id()));
    }

    private Response begun(String slug, String field, Beginning beginning) throws IOException {
        Project project = here.enter(slug);
        try {
            return see(slug, beginning.begin(project));
        } catch (Invalid e) {
            return refused(400, page(project, complaint(field, e.sentence())));
        } catch (Conflict e) {
            return refused(409, page(project, complaint(field, e.sentence())));
        }
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance arrival(
            String slug, UUID id, @RestQuery @Nullable String rows, @RestQuery @Nullable String tokens) {
        Arrival arrival = arrivals.of(here.enter(slug).id, id);
        Optional<ArrivalPages.Shown> shown =
                arrival.found().inspection().map(inspection -> shown(arrival, inspection, rows, tokens));
        return ArrivalPages.Templates.arrival(
                arrival, shown, new ArrivalPages.Decision(arrival.from().name(), false), Complaints.NONE);
    }

    private ArrivalPages.Shown shown(
            Arrival arrival, ModelInspection inspection, @Nullable String rows, @Nullable String tokens) {
        TrainingMemory suited = TrainingMemory.suited(inspection);
        return new ArrivalPages.Shown(
                inspection,
                new TrainingMemory(
                        inspection.size(),
                        Typed.whole(rows, 1, ROWS_MAX).orElse(suited.rows()),
                        Typed.whole(tokens, 1, Math.min(TOKENS_MAX, inspection.contextTokens()))
                                .orElse(suited.tokens())),
                arrival.found()
                        .sha256()
                        .flatMap(sha256 -> models.byHash(null, sha256))
                        .map(model -> model.name));
    }

    /** Notifies the page of every change, until it waits for a decision or has ended. */
    @GET
    @Path("{id}/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void live(String slug, UUID id, @Context SseEventSink sink, @Context Sse sse) {
        UUID project = here.enter(slug).id;
        arrivals.of(project, id);
        live.follow(
                sink,
                sse,
                () -> new LiveStream.Look(
                        arrivals.mark(id), !arrivals.of(project, id).reading()));
    }

    @POST
    @Path("{id}/cancel")
    public Response cancel(String slug, UUID id) throws IOException {
        arrivals.of(here.enter(slug).id, id);
        bring.cancel(id);
        return see(slug, id);
    }

    @POST
    @Path("{id}/keep")
    @Produces(MediaType.TEXT_HTML)
    public Response keep(String slug, UUID id, @RestForm @Nullable String name, @RestForm @Nullable String base)
            throws IOException {
        Project project = here.enter(slug);
        Arrival arrival = arrivals.of(project.id, id);
        ArrivalPages.Decision typed =
                new ArrivalPages.Decision(Typed.line(name), Typed.line(base).equals("on"));
        if (!arrival.waiting()
                || arrival.found().inspection().isEmpty()
                || arrival.found().sha256().isEmpty()) {
            return see(slug, id);
        }
        ModelInspection inspection = arrival.found().inspection().get();
        try {
            KeepModel.Kept kept = keeping.keep(
                    new KeepModel.Decision(
                            id,
                            typed.name(),
                            Optional.of(project.id),
                            typed.base() ? Optional.of(project) : Optional.empty(),
                            me.id()),
                    new ReadModel.Read(
                            inspection,
                            arrival.found().sha256().get(),
                            arrival.found().leftOut()));
            return Response.seeOther(
                            UriBuilder.fromPath("/p/{slug}/models/{name}").build(slug, kept.model().name))
                    .build();
        } catch (Invalid e) {
            return again(400, arrival, inspection, typed, e.sentence());
        } catch (Conflict e) {
            return again(409, arrival, inspection, typed, e.sentence());
        }
    }

    private Response again(
            int status, Arrival arrival, ModelInspection inspection, ArrivalPages.Decision typed, String sentence) {
        return refused(
                status,
                ArrivalPages.Templates.arrival(
                        arrival,
                        Optional.of(shown(arrival, inspection, null, null)),
                        typed,
                        complaint("name", sentence)));
    }

    private TemplateInstance page(Project project, Complaints complaints) {
        return ArrivalPages.Templates.arrivals(
                new ArrivalPages.Offer(
                        folders.any(),
                        folders.list(),
                        InBytes.text(config.bytesMax().asLongValue()),
                        unready()),
                arrivals.newest(project.id),
                complaints);
    }

    private String unready() {
        try {
            reading.folder();
            return "";
        } catch (Conflict e) {
            return e.sentence();
        }
    }

    private static Complaints complaint(String field, String sentence) {
        return Complaints.of(Invalid.field(field, sentence));
    }

    private static Response refused(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page)
                .build();
    }

    private static Response see(String slug, UUID id) {
        return Response.seeOther(UriBuilder.fromPath("/p/{slug}/arrivals/{id}").build(slug, id))
                .build();
    }
}
