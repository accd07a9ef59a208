package hone.runs;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.ModelVersion;
import hone.models.ModelPage;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.RequestRun.RequestedBy;
import hone.run.SampleAnswers;
import hone.run.TrainingRun;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The form on a model's page that asks for answers of that model. */
@Path("/p/{slug}/runs/sample")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class SampleResource {
    private static final int PROMPTS_MAX = 5000;

    private final SignedIn me;
    private final CurrentProject here;
    private final ModelVersion.Repo models;
    private final SampleAnswers sampling;
    private final ModelPage modelPage;

    SampleResource(
            SignedIn me, CurrentProject here, ModelVersion.Repo models, SampleAnswers sampling, ModelPage modelPage) {
        this.me = me;
        this.here = here;
        this.models = models;
        this.sampling = sampling;
        this.modelPage = modelPage;
    }

    @POST
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
                .call(() -> sampling.request(project, from, promptsMax.get(), RequestedBy.by(by), Instant.now()));
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

    private ModelVersion policy(Project project, @Nullable String name) {
        return models.named(project.id, name == null ? "" : name)
                .filter(m -> m.kind.equals("policy"))
                .orElseThrow(() -> Invalid.field(
                        "policy",
                        "There is no such policy in this project. Choose one from the list; nothing was requested."));
    }

    private static Response see(Project project, String page) {
        return Response.seeOther(URI.create("/p/" + project.slug + page)).build();
    }
}
