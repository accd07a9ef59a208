package hone.run;

import hone.contract.DatasetRef;
import hone.contract.Recipe;
import hone.dataset.Dataset;
import hone.dataset.DatasetPublisher;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.ModelVersion;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.RequestRun.Asked;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.LiveStream;
import hone.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
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
import org.apache.kafka.common.KafkaException;
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
    private final TrainingRun.Repo runs;
    private final ModelVersion.Repo models;
    private final Dataset.Repo datasets;
    private final DatasetPublisher publisher;
    private final RequestRun requests;
    private final SampleAnswers sampling;
    private final RunPages pages;
    private final RunBeside.Query beside;
    private final LiveStream live;

    RunResource(
            SignedIn me,
            CurrentProject here,
            TrainingRun.Repo runs,
            ModelVersion.Repo models,
            Dataset.Repo datasets,
            DatasetPublisher publisher,
            RequestRun requests,
            SampleAnswers sampling,
            RunPages pages,
            RunBeside.Query beside,
            LiveStream live) {
        this.me = me;
        this.here = here;
        this.runs = runs;
        this.models = models;
        this.datasets = datasets;
        this.publisher = publisher;
        this.requests = requests;
        this.sampling = sampling;
        this.pages = pages;
        this.beside = beside;
        this.live = live;
    }

    @CheckedTemplate(basePath = "run")
    static class Templates {
        static native TemplateInstance list(Project project, List<RunPages.Row> runs, long deadLetters);

        static native TemplateInstance page(Project project, RunShown shown);
    }

    @GET
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        return Templates.list(project, pages.list(project.id), me.has(Role.ADMIN) ? pages.deadLetters() : 0);
    }

    @GET
    @Path("{number}")
    public TemplateInstance page(String slug, String number) {
        Project project = here.enter(slug);
        TrainingRun run = runs.numbered(project.id, number(number));
        return Templates.page(project, RunShown.of(run, pages, beside.of(run), Instant.now()));
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
    @RolesAllowed(Role.ADMIN)
    public Response train(
            String slug,
            @RestForm @Nullable String dataset,
            @RestForm @Nullable String policy,
            @RestForm @Nullable String epochs,
            @RestForm @Nullable String learningRate) {
        Project project = here.enter(slug);
        Dataset frozen = datasets.numbered(project.id, RunForms.number("dataset", dataset, 1, Integer.MAX_VALUE));
        ModelVersion from = policy(project, policy);
        Recipe recipe = RunForms.sft(epochs, learningRate);
        if (frozen.demonstrations() == 0) {
            throw new Conflict(
                    "Dataset " + frozen.number + " has no written answers, so fine-tuning has nothing to learn "
                            + "from. The dataset is kept; have demonstrations or corrections written and freeze again.");
        }
        DatasetRef ref = published(frozen);
        int number = QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                                project,
                                recipe,
                                Optional.of(ref),
                                RequestRun.From.policy(from),
                                Asked.by(Optional.of(me.id())),
                                Instant.now())
                        .number);
        return see(project, "/runs/" + number);
    }

    @POST
    @Path("sample")
    @RolesAllowed(Role.ADMIN)
    @Transactional
    public Response sample(String slug, @RestForm @Nullable String model, @RestForm @Nullable String prompts) {
        Project project = here.enter(slug);
        ModelVersion from = policy(project, model);
        int promptsMax = RunForms.number("prompts", prompts, 1, PROMPTS_MAX);
        List<TrainingRun> requested =
                sampling.request(project, from, promptsMax, Asked.by(Optional.of(me.id())), Instant.now());
        if (requested.isEmpty()) {
            throw new Conflict(
                    "No prompt is short of answers of " + from.name + ": each has " + project.answersPerPrompt
                            + " already or waits for a run. Nothing was requested; import prompts or wait for the runs to end.");
        }
        return see(project, requested.size() == 1 ? "/runs/" + requested.getFirst().number : "/runs");
    }

    @POST
    @Path("{number}/cancel")
    @RolesAllowed(Role.ADMIN)
    @Transactional
    public Response cancel(String slug, String number) {
        Project project = here.enter(slug);
        TrainingRun run = runs.numbered(project.id, number(number));
        requests.cancel(run, Optional.of(me.id()), "Cancelled by " + me.getLabeler().displayName + ".", Instant.now());
        return see(project, "/runs/" + run.number);
    }

    private DatasetRef published(Dataset dataset) {
        try {
            return publisher
                    .publish(dataset.id)
                    .orElseThrow(() -> new Conflict("Dataset " + dataset.number
                            + " is being published just now. Nothing was requested; try again in a few seconds."));
        } catch (KafkaException e) {
            throw new Conflict("Dataset " + dataset.number + " could not be published: Kafka does not answer. "
                    + "The dataset is kept and is published by itself when Kafka is back; start the run again then.");
        }
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
