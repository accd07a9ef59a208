package hone.runs;

import hone.deadletter.DeadLetters;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.ModelVersion;
import hone.models.ModelPage;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.HeldOutChanges;
import hone.run.RequestRun;
import hone.run.RequestRun.Asked;
import hone.run.SampleAnswers;
import hone.run.TrainingRun;
import hone.task.Blind;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.LiveStream;
import hone.web.NotFound;
import hone.web.Typed;
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
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Training runs: the list, one of them while it goes on, and the buttons that start and cancel. */
@Path("/p/{slug}/runs")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class RunResource {
    private static final int PROMPTS_MAX = 5000;

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final TrainingRun.Repo runs;
    private final ModelVersion.Repo models;
    private final RequestRun requests;
    private final SampleAnswers sampling;
    private final ModelPage modelPage;
    private final RunPages pages;
    private final RunAnswers answers;
    private final HeldOutChanges changes;
    private final DeadLetters deadLetters;
    private final RunBeside.Query beside;
    private final LiveStream live;

    RunResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            TrainingRun.Repo runs,
            ModelVersion.Repo models,
            RequestRun requests,
            SampleAnswers sampling,
            ModelPage modelPage,
            RunPages pages,
            RunAnswers answers,
            HeldOutChanges changes,
            DeadLetters deadLetters,
            RunBeside.Query beside,
            LiveStream live) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.runs = runs;
        this.models = models;
        this.requests = requests;
        this.sampling = sampling;
        this.modelPage = modelPage;
        this.pages = pages;
        this.answers = answers;
        this.changes = changes;
        this.deadLetters = deadLetters;
        this.beside = beside;
        this.live = live;
    }

    @CheckedTemplate(basePath = "runs")
    static class Templates {
        static native TemplateInstance list(Project project, List<RunPages.Row> runs, long deadLetters);

        static native TemplateInstance page(Project project, RunShown shown, String refused);
    }

    @GET
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        return Templates.list(project, pages.list(project.id), me.has(Role.ADMIN) ? deadLetters.count() : 0);
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
        return Templates.page(
                project, RunShown.of(run, pages, answers, blind, changes, beside.of(run), Instant.now()), refused);
    }

    /** Tells the page of a run that something has changed, until the run ends. */
    @GET
    @Path("{number}/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void live(String slug, String number, @Context SseEventSink sink, @Context Sse sse) {
        TrainingRun run = runs.numbered(here.enter(slug).id, number(number));
        live.follow(sink, sse, () -> pages.look(run.id));
    }

    @POST
    @Path("sample")
    @RolesAllowed(Role.ADMIN)
    public Response sample(String slug, @RestForm @Nullable String model, @RestForm @Nullable String prompts) {
        Project project = here.enter(slug);
        ModelVersion from = policy(project, model);
        Optional<Integer> promptsMax = Typed.whole(prompts, 1, PROMPTS_MAX);
        if (promptsMax.isEmpty()) {
            return refused(
                    400,
                    project,
                    from,
                    "The number of prompts is a whole number from 1 to " + PROMPTS_MAX + ". Nothing was requested yet.",
                    prompts);
        }
        Optional<UUID> by = Optional.of(me.id());
        List<TrainingRun> requested = QuarkusTransaction.requiringNew()
                .call(() -> sampling.request(project, from, promptsMax.get(), Asked.by(by), Instant.now()));
        if (requested.isEmpty()) {
            return refused(
                    409,
                    project,
                    from,
                    "No prompt is short of answers of " + from.name + ": each has " + project.answersPerPrompt
                            + " already or waits for a run. Nothing was requested; import prompts or wait for the runs to end.",
                    prompts);
        }
        return see(project, requested.size() == 1 ? "/runs/" + requested.getFirst().number : "/runs");
    }

    private Response refused(
            int status, Project project, ModelVersion model, String sentence, @Nullable String prompts) {
        return modelPage.refused(status, project, model, ModelPage.Refused.sample(sentence, Typed.line(prompts)));
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

    private ModelVersion policy(Project project, @Nullable String name) {
        return models.named(project.id, name == null ? "" : name)
                .filter(m -> m.kind.equals("policy"))
                .orElseThrow(() -> Invalid.field(
                        "policy",
                        "There is no such policy in this project. Choose one of the list; nothing was requested."));
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
