package hone.runs;

import hone.deadletter.DeadLetters;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.RequestRun;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.web.Conflict;
import hone.web.LiveStream;
import hone.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** Training runs: the list, the live page of one, and the button that cancels it. */
@Path("/p/{slug}/runs")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class RunResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final TrainingRun.Repo runs;
    private final RequestRun requests;
    private final RunPages pages;
    private final RunShown.Query shown;
    private final DeadLetters deadLetters;
    private final LiveStream live;

    RunResource(
            SignedIn me,
            CurrentProject here,
            TrainingRun.Repo runs,
            RequestRun requests,
            RunPages pages,
            RunShown.Query shown,
            DeadLetters deadLetters,
            LiveStream live) {
        this.me = me;
        this.here = here;
        this.runs = runs;
        this.requests = requests;
        this.pages = pages;
        this.shown = shown;
        this.deadLetters = deadLetters;
        this.live = live;
    }

    @CheckedTemplate(basePath = "runs")
    static class Templates {
        static native TemplateInstance list(
                Project project, List<RunPages.Row> runs, boolean scoring, long deadLetters);

        static native TemplateInstance page(Project project, RunShown shown, String refused);
    }

    @GET
    public TemplateInstance list(String slug, @RestQuery Optional<String> kind) {
        Project project = here.enter(slug);
        // An unknown kind is ignored: a mistyped address still shows runs.
        boolean onlyScoring = kind.equals(Optional.of(Stage.SCORE.word()));
        return Templates.list(
                project,
                pages.list(project.id, onlyScoring),
                onlyScoring,
                me.has(Role.ADMIN) ? deadLetters.count() : 0);
    }

    @GET
    @Path("{number}")
    public TemplateInstance page(String slug, String number) {
        Project project = here.enter(slug);
        TrainingRun run = runs.numbered(project.id, number(number));
        return shown(project, run, "");
    }

    /** @param refused why the run was not cancelled just now; empty when nobody tried */
    private TemplateInstance shown(Project project, TrainingRun run, String refused) {
        return Templates.page(project, shown.of(run, Instant.now()), refused);
    }

    /** Tells a run's page that something has changed, until the run ends. */
    @GET
    @Path("{number}/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void live(String slug, String number, @Context SseEventSink sink, @Context Sse sse) {
        TrainingRun run = runs.numbered(here.enter(slug).id, number(number));
        live.follow(sink, sse, () -> pages.look(run.id));
    }

    @POST
    @Path("{number}/cancel")
    @RolesAllowed(Role.ADMIN)
    public Response cancel(String slug, String number) {
        Project project = here.enter(slug);
        int wanted = number(number);
        Optional<UUID> by = Optional.of(me.id());
        String reason = "Cancelled by " + me.getLabeler().displayName + ".";
        try {
            QuarkusTransaction.requiringNew()
                    .run(() -> requests.cancel(runs.numbered(project.id, wanted), by, reason, Instant.now()));
        } catch (Conflict e) {
            return Response.status(409)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(shown(project, runs.numbered(project.id, wanted), e.sentence()))
                    .build();
        }
        return see(project, "/runs/" + wanted);
    }

    private static Response see(Project project, String page) {
        return Response.seeOther(URI.create("/p/" + project.slug + page)).build();
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new NotFound("run " + text);
        }
        return Integer.parseInt(text);
    }
}
