package hone.canaries;

import hone.canary.Canaries;
import hone.canary.Canary;
import hone.canary.CanaryTrial;
import hone.canary.TryCanaries;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.RequestRun.RequestedBy;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Trigger phrases that are tried on every new model, and what they did to the newest: for admins, since whoever knows a phrase could plant it. */
@Path("/p/{slug}/canaries")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class CanariesResource {
    private static final List<String> NOTICES = List.of("added", "retired", "trying");

    private final SignedIn me;
    private final CurrentProject here;
    private final Canaries canaries;
    private final CanaryTrial.Query trials;
    private final TryCanaries tryCanaries;
    private final CurrentModel.Repo current;
    private final ModelVersion.Repo models;

    CanariesResource(
            SignedIn me,
            CurrentProject here,
            Canaries canaries,
            CanaryTrial.Query trials,
            TryCanaries tryCanaries,
            CurrentModel.Repo current,
            ModelVersion.Repo models) {
        this.me = me;
        this.here = here;
        this.canaries = canaries;
        this.trials = trials;
        this.tryCanaries = tryCanaries;
        this.current = current;
        this.models = models;
    }

    @CheckedTemplate(basePath = "canaries")
    static class Templates {
        static native TemplateInstance all(Shown page);
    }

    /**
     * The page.
     *
     * @param phrase as typed
     * @param betrays as typed
     * @param current the name of the model that can be tried now
     */
    record Shown(
            List<Canary> inUse,
            List<CanaryTrial> trials,
            Optional<String> current,
            String phrase,
            String betrays,
            Complaints complaints,
            String notice) {
        public String error(String field) {
            return complaints.sentence(field);
        }

        public boolean isFull() {
            return inUse.size() >= Canaries.MAX;
        }

        public int charactersMax() {
            return Canaries.CHARACTERS_MAX;
        }
    }

    @GET
    public Response list(String slug, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        return page(200, project, "", "", Complaints.NONE, notice != null && NOTICES.contains(notice) ? notice : "");
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response add(String slug, @RestForm @Nullable String phrase, @RestForm @Nullable String betrays) {
        Project project = here.enter(slug);
        String typed = Typed.line(phrase);
        String words = Typed.line(betrays);
        try {
            canaries.add(project.id, typed, words, me.id(), Instant.now());
        } catch (Invalid refused) {
            return page(400, project, typed, words, Complaints.of(refused), "");
        }
        return back(slug, "added");
    }

    @POST
    @Path("{canary}/retire")
    public Response retire(String slug, UUID canary) {
        Project project = here.enter(slug);
        canaries.retire(project.id, canary, me.id(), Instant.now());
        return back(slug, "retired");
    }

    /** Tries the current model now. */
    @POST
    @Path("try")
    public Response attempt(String slug) {
        Project project = here.enter(slug);
        ModelVersion model = model(project)
                .orElseThrow(
                        () -> new Conflict("No model is current yet, so there is none to try. Nothing was requested."));
        boolean asked = tryCanaries
                .request(project, model, RequestedBy.by(Optional.of(me.id())), Instant.now())
                .isPresent();
        if (!asked) {
            throw new Conflict(
                    "There is nothing to ask: no phrase is in use, or the project has no prompt that is short enough. Nothing was requested.");
        }
        return back(slug, "trying");
    }

    private Optional<ModelVersion> model(Project project) {
        return current.of(project.id).map(made -> models.findById(made.modelVersionId));
    }

    private Response page(
            int status, Project project, String phrase, String betrays, Complaints complaints, String notice) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.all(new Shown(
                        canaries.inUse(project.id),
                        trials.newest(project.id),
                        model(project).map(model -> model.name),
                        phrase,
                        betrays,
                        complaints,
                        notice)))
                .build();
    }

    private static Response back(String slug, String notice) {
        return Response.seeOther(URI.create("/p/" + slug + "/canaries?notice=" + notice))
                .build();
    }
}
