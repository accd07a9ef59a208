package hone.model;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Typed;
import hone.web.Wording;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Model versions: where they come from, and which one is current. */
@Path("/p/{slug}/models")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class ModelResource {
    private static final int WHY_LETTERS_MAX = 500;

    private final SignedIn me;
    private final CurrentProject here;
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;
    private final ModelPages pages;
    private final Audit audit;
    private final Event<ModelMadeCurrent> madeCurrent;
    private final int promptsMax;

    ModelResource(
            SignedIn me,
            CurrentProject here,
            ModelVersion.Repo models,
            CurrentModel.Repo current,
            ModelPages pages,
            Audit audit,
            Event<ModelMadeCurrent> madeCurrent,
            @ConfigProperty(name = "hone.sampling.prompts-max") int promptsMax) {
        this.me = me;
        this.here = here;
        this.models = models;
        this.current = current;
        this.pages = pages;
        this.audit = audit;
        this.madeCurrent = madeCurrent;
        this.promptsMax = promptsMax;
    }

    @CheckedTemplate(basePath = "model")
    static class Templates {
        static native TemplateInstance list(
                Project project, List<ModelPages.Row> models, List<ModelPages.Made> history);

        static native TemplateInstance page(Project project, Shown shown, String refused, String typed);
    }

    /** All that one model's page shows. */
    record Shown(
            ModelVersion model,
            boolean current,
            boolean wasCurrent,
            List<ModelPages.Ancestor> ancestry,
            Optional<ModelPages.Source> source,
            List<ModelPages.GuidelineUsed> guidelines,
            List<ModelPages.Made> history,
            List<ModelPages.Measured> measured,
            List<ModelPages.Sample> samples,
            ModelPages.Judged judged,
            long answers,
            long prompts,
            int simulatedPercent,
            int promptsMax) {
        public boolean reward() {
            return model.kind.equals("reward");
        }

        /** The one before it in the line; itself when there is none. */
        public String parentName() {
            return ancestry.size() < 2
                    ? model.name
                    : ancestry.get(ancestry.size() - 2).name();
        }

        /** How often a reward model is right, by how much better people found the answer, and beside how often people agree. */
        public List<Degree> degrees() {
            return Stream.of("", "/much", "/better", "/slightly")
                    .flatMap(end -> share(
                            "held-out accuracy" + end,
                            "held-out pairs" + end,
                            end.isEmpty() ? "all" : end.substring(1)))
                    .toList();
        }

        public List<Degree> people() {
            return Stream.concat(
                            share("held-out people/agreement", "held-out people/pairs", "people"),
                            share("held-out people/accuracy", "held-out people/pairs", "model"))
                    .toList();
        }

        private Stream<Degree> share(String name, String count, String degree) {
            return value(name).map(share -> new Degree(degree, share, value(count))).stream();
        }

        private Optional<Double> value(String name) {
            return measured.stream()
                    .filter(m -> m.name().equals(name))
                    .map(ModelPages.Measured::last)
                    .findFirst();
        }
    }

    /** A share of pairs, and of how many. */
    record Degree(String degree, double share, Optional<Double> pairs) {
        public String percent() {
            return Wording.brief(100 * share);
        }

        public String pairsText() {
            return pairs.map(n -> Long.toString(Math.round(n))).orElse("");
        }
    }

    @GET
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        return Templates.list(project, pages.list(project.id), pages.history(project.id));
    }

    @GET
    @Path("{name}")
    public TemplateInstance page(String slug, String name) {
        Project project = here.enter(slug);
        ModelVersion model = ModelPages.found(models.named(project.id, name), project.id, name);
        return shown(project, model, "", "");
    }

    /** @param refused why it was not made current just now, and what was typed as the reason; empty when nobody tried */
    private TemplateInstance shown(Project project, ModelVersion model, String refused, String typed) {
        List<ModelPages.Made> history = pages.history(project.id);
        return Templates.page(
                project,
                new Shown(
                        model,
                        current.of(project.id)
                                .filter(c -> c.modelVersionId.equals(model.id))
                                .isPresent(),
                        history.stream().anyMatch(made -> made.modelId().equals(model.id)),
                        pages.ancestry(model.id),
                        pages.source(model.id),
                        pages.guidelines(model.id),
                        history,
                        pages.measured(model.id),
                        pages.samples(project.id, model.id),
                        pages.judged(project.id, model.id),
                        pages.answers(project.id, model.id),
                        pages.prompts(project.id, model.id),
                        pages.simulatedPercent(model.id),
                        promptsMax),
                refused,
                typed);
    }

    @POST
    @Path("{name}/current")
    @RolesAllowed(Role.ADMIN)
    public Response makeCurrent(String slug, String name, @RestForm @Nullable String why) {
        Project project = here.enter(slug);
        ModelVersion model = ModelPages.found(models.named(project.id, name), project.id, name);
        String said = Typed.text(why).strip();
        try {
            QuarkusTransaction.requiringNew().run(() -> makeCurrent(project, model, said));
        } catch (Invalid e) {
            return refused(400, project, model, e.sentence(), said);
        } catch (Conflict e) {
            return refused(409, project, model, e.sentence(), said);
        }
        return Response.seeOther(UriBuilder.fromPath("/p/{slug}/models/{name}").build(project.slug, model.name))
                .build();
    }

    private Response refused(int status, Project project, ModelVersion model, String sentence, String typed) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(shown(project, model, sentence, typed))
                .build();
    }

    private void makeCurrent(Project project, ModelVersion model, String why) {
        if (why.isEmpty() || why.length() > WHY_LETTERS_MAX) {
            throw Invalid.field(
                    "why",
                    "Say in up to " + WHY_LETTERS_MAX
                            + " letters why this model should be current. Nothing was changed yet.");
        }
        if (!model.kind.equals("policy")) {
            throw new Conflict(model.name + " is a reward model: it scores answers and can't be made current. "
                    + "Nothing was changed; choose a policy.");
        }
        if (current.of(project.id)
                .filter(c -> c.modelVersionId.equals(model.id))
                .isPresent()) {
            throw new Conflict(model.name + " is current already. Nothing was changed.");
        }
        Instant now = Instant.now();
        UUID by = me.id();
        current.persistAndFlush(CurrentModel.of(project.id, model.id, by, why, now));
        audit.note(
                Optional.of(by),
                Optional.of(project.id),
                "model.made-current",
                model.id.toString(),
                Map.of("name", model.name, "why", why),
                now);
        madeCurrent.fire(new ModelMadeCurrent(project.id, model.id, Optional.of(by)));
    }
}
