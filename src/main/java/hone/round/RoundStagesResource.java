package hone.round;

import hone.audit.Audit;
import hone.contract.Recipe;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.Stage;
import hone.training.StageSettings;
import hone.training.SuitedSettings;
import hone.web.Complaints;
import hone.web.Invalid;
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
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Which stages a project's rounds take, and by which recipes. */
@Path("/p/{slug}/rounds/stages")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class RoundStagesResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final StageSettings.Repo settings;
    private final SuitedSettings suited;
    private final Audit audit;

    RoundStagesResource(
            SignedIn me, CurrentProject here, StageSettings.Repo settings, SuitedSettings suited, Audit audit) {
        this.me = me;
        this.here = here;
        this.settings = settings;
        this.suited = suited;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "round")
    static class Templates {
        static native TemplateInstance stages(Project project, Shown shown, Complaints complaints);
    }

    /** Why the page is shown. */
    public enum Moment {
        OPENED,
        SAVED,
        REFUSED,
        /** A recipe was filled in as asked for. */
        FILLED,
        /** It was asked for, and the model's size can't be told. */
        NOT_FILLED
    }

    /** What the page shows. */
    record Shown(
            RoundStagesForm form, StageSettings settings, Map<Stage, SuitedSettings.Suited> suited, Moment moment) {
        /** Whether a stage's recipe was set by hand. */
        public boolean byHand(Stage stage) {
            return settings.byHand(stage).isPresent();
        }

        public List<Stage> stages() {
            return Stage.ofRounds();
        }

        public SuitedSettings.@Nullable Suited suited(Stage stage) {
            return suited.get(stage);
        }

        /** Whether a stage's recipe is the one that was just filled in. */
        public boolean fills(Stage stage) {
            return moment == Moment.FILLED
                    && form.wish().filter(wish -> wish.stage() == stage).isPresent();
        }

        public boolean saved() {
            return moment == Moment.SAVED;
        }

        public boolean filled() {
            return moment == Moment.FILLED;
        }

        public boolean notFilled() {
            return moment == Moment.NOT_FILLED;
        }
    }

    @GET
    public Response page(String slug, @RestQuery Optional<String> saved) {
        Project project = here.enter(slug);
        Map<Stage, SuitedSettings.Suited> suiting = suiting(project);
        RoundStagesForm form = RoundStagesForm.of(settings.ofProject(project.id), usual(suiting));
        Moment moment = saved.isPresent() ? Moment.SAVED : Moment.OPENED;
        return page(200, project, form, suiting, moment, Complaints.NONE);
    }

    @POST
    public Response save(String slug, @BeanParam RoundStagesForm form) {
        Project project = here.enter(slug);
        if (form.wish().isPresent()) {
            Optional<Recipe> recipe = suited.recipe(project.id, form.wish().get());
            recipe.ifPresent(found -> form.fill(form.wish().get().stage(), found));
            Moment moment = recipe.isPresent() ? Moment.FILLED : Moment.NOT_FILLED;
            return page(200, project, form, suiting(project), moment, Complaints.NONE);
        }
        Map<Stage, SuitedSettings.Suited> suiting = suiting(project);
        try {
            QuarkusTransaction.requiringNew().run(() -> write(project, form, usual(suiting)));
        } catch (Invalid e) {
            return page(400, project, form, suiting, Moment.REFUSED, Complaints.of(e));
        }
        return Response.seeOther(URI.create("/p/" + project.slug + "/rounds/stages?saved=yes"))
                .build();
    }

    private void write(Project project, RoundStagesForm form, Function<Stage, Recipe> usual) {
        Instant now = Instant.now();
        StageSettings read = form.read(usual);
        settings.save(project.id, read, me.id(), now);
        Map<String, Object> detail = new LinkedHashMap<>();
        for (Stage stage : Stage.ofRounds()) {
            detail.put(stage.word(), read.takes(stage));
            if (stage.trains()) {
                detail.put(stage.word() + "Recipe", form.recipe(stage));
            }
        }
        audit.note(Optional.of(me.id()), Optional.of(project.id), "rounds.changed", project.id.toString(), detail, now);
    }

    private Map<Stage, SuitedSettings.Suited> suiting(Project project) {
        Map<Stage, SuitedSettings.Suited> suiting = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.training()) {
            suited.of(project.id, stage).ifPresent(one -> suiting.put(stage, one));
        }
        return suiting;
    }

    /** What each stage trains by as long as nobody sets another. */
    private static Function<Stage, Recipe> usual(Map<Stage, SuitedSettings.Suited> suiting) {
        return stage -> Optional.ofNullable(suiting.get(stage))
                .map(SuitedSettings.Suited::recipe)
                .orElseGet(() -> StageSettings.small(stage));
    }

    private Response page(
            int status,
            Project project,
            RoundStagesForm form,
            Map<Stage, SuitedSettings.Suited> suiting,
            Moment moment,
            Complaints complaints) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.stages(
                        project, new Shown(form, settings.ofProject(project.id), suiting, moment), complaints))
                .build();
    }
}
