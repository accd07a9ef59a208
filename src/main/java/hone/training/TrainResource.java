package hone.training;

import hone.dataset.Dataset;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.ModelVersion;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.RequestRun.From;
import hone.run.Stage;
import hone.training.TrainChoices.Choice;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Runs one training stage of a round by hand: on this dataset, with these models, by this recipe. */
@Path("/p/{slug}/datasets/{number}/train")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class TrainResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Dataset.Repo datasets;
    private final StageSettings.Repo settings;
    private final StageRecipes recipes;
    private final ModelVersion.Repo models;
    private final SuitedSettings suited;
    private final TrainChoices choices;
    private final TrainByHand training;

    TrainResource(
            SignedIn me,
            CurrentProject here,
            Dataset.Repo datasets,
            StageSettings.Repo settings,
            StageRecipes recipes,
            ModelVersion.Repo models,
            SuitedSettings suited,
            TrainChoices choices,
            TrainByHand training) {
        this.me = me;
        this.here = here;
        this.datasets = datasets;
        this.settings = settings;
        this.recipes = recipes;
        this.models = models;
        this.suited = suited;
        this.choices = choices;
        this.training = training;
    }

    @CheckedTemplate(basePath = "training")
    static class Templates {
        static native TemplateInstance train(Project project, Shown shown);
    }

    /**
     * Everything that the page shows.
     *
     * @param chosen the stage whose form is shown
     * @param refused why nothing was requested just now; empty when nobody tried
     */
    record Shown(
            Dataset dataset,
            List<Choice> choices,
            Choice chosen,
            TrainForm form,
            Optional<SuitedSettings.Suited> suiting,
            boolean byHand,
            Complaints complaints,
            String refused) {
        public SuitedSettings.@Nullable Suited suited() {
            return suiting.orElse(null);
        }

        /** Whether the recipe's field holds what somebody has typed or had filled in, and is shown open. */
        public boolean filled() {
            return form.wish().isPresent();
        }

        /** Whether there is anything to choose; a form that was sent stays, whatever it was refused for. */
        public boolean open() {
            return chosen.whyNot().isEmpty() || !refused.isEmpty() || complaints.any() || filled();
        }
    }

    @GET
    public Response page(String slug, String number, @RestQuery("stage") Optional<String> asked) {
        Project project = here.enter(slug);
        Dataset dataset = dataset(project, number);
        Stage stage = Stage.training(asked.orElse(""))
                .orElseGet(() -> choices.of(dataset).stream()
                        .filter(choice -> choice.whyNot().isEmpty())
                        .map(Choice::stage)
                        .min(Comparator.comparing((Stage open) -> !open.isUsual())
                                .thenComparing(Comparator.naturalOrder()))
                        .orElse(Stage.SFT));
        Optional<From> best = choices.of(dataset, stage).best();
        TrainForm form = new TrainForm();
        form.stage = stage.word();
        form.policy = best.map(from -> from.policy().name).orElse("");
        form.reward = best.flatMap(From::reward).map(model -> model.name).orElse("");
        best.map(From::policy).ifPresent(policy -> {
            form.recipe = RecipeText.of(recipes.of(project.id, stage, policy, Optional.of(dataset)));
            form.suitedTo = policy.name;
        });
        return shown(200, project, dataset, stage, form, Complaints.NONE, "");
    }

    @POST
    public Response train(String slug, String number, @BeanParam TrainForm form) {
        Project project = here.enter(slug);
        Dataset dataset = dataset(project, number);
        Optional<Stage> wanted = Stage.training(Typed.line(form.stage));
        Stage stage = wanted.orElse(Stage.SFT);
        if (form.wish().isPresent()) {
            policy(project, form)
                    .flatMap(policy -> suited.recipe(
                            policy,
                            Optional.of(dataset),
                            new SuitedSettings.Wish(stage, form.wish().get().lora())))
                    .ifPresent(recipe -> {
                        form.recipe = RecipeText.of(recipe);
                        form.suitedTo = form.wish().get().lora().isEmpty() ? Typed.line(form.policy) : "";
                    });
            return shown(200, project, dataset, stage, form, Complaints.NONE, "");
        }
        try {
            if (wanted.isEmpty()) {
                throw Invalid.field(
                        "stage", "Choose SFT, KTO, DPO, reward model, PPO or GRPO. Nothing was requested yet.");
            }
            // Left as it was shown, it gives way to what suits a model that was chosen since.
            String typed = leftAsShown(project, dataset, stage, form) ? "" : form.typed();
            TrainByHand.Ready ready = training.ready(project, dataset, form.chosen(stage, typed));
            Optional<UUID> by = Optional.of(me.id());
            int run = QuarkusTransaction.requiringNew().call(() -> training.request(ready, by, Instant.now()).number);
            return Response.seeOther(URI.create("/p/" + project.slug + "/runs/" + run))
                    .build();
        } catch (Invalid e) {
            return shown(400, project, dataset, stage, form, Complaints.of(e), "");
        } catch (Conflict e) {
            return shown(409, project, dataset, stage, form, Complaints.NONE, e.sentence());
        }
    }

    private Response shown(
            int status,
            Project project,
            Dataset dataset,
            Stage stage,
            TrainForm form,
            Complaints complaints,
            String refused) {
        List<Choice> all = choices.of(dataset);
        Choice chosen = all.stream()
                .filter(choice -> choice.stage() == stage)
                .findFirst()
                .orElseThrow();
        Optional<SuitedSettings.Suited> suiting =
                policy(project, form).map(policy -> suited.of(policy, Optional.of(dataset), stage));
        boolean byHand = settings.ofProject(project.id).byHand(stage).isPresent();
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.train(
                        project, new Shown(dataset, all, chosen, form, suiting, byHand, complaints, refused)))
                .build();
    }

    /** Whether the recipe is still the one that was filled in for the model that the page suggested. */
    private boolean leftAsShown(Project project, Dataset dataset, Stage stage, TrainForm form) {
        return models.named(project.id, Typed.line(form.suitedTo))
                .filter(shown -> RecipeText.of(recipes.of(project.id, stage, shown, Optional.of(dataset)))
                        .equals(form.typed().strip()))
                .isPresent();
    }

    private Optional<ModelVersion> policy(Project project, TrainForm form) {
        return models.named(project.id, Typed.line(form.policy)).filter(model -> model.kind.equals("policy"));
    }

    private Dataset dataset(Project project, String number) {
        if (!number.matches("[0-9]{1,9}")) {
            throw new NotFound("dataset " + number);
        }
        return datasets.numbered(project.id, Integer.parseInt(number));
    }
}
