package hone.models;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.CurrentModel;
import hone.model.MakeCurrent;
import hone.model.ModelVersion;
import hone.model.ProjectBase;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.OlderWorkRetired;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Model versions: where they come from, and which one is current. */
@Path("/p/{slug}/models")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class ModelResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;
    private final ModelPages pages;
    private final ModelPage page;
    private final MakeCurrent makeCurrent;
    private final ProjectBase bases;
    private final Event<OlderWorkRetired> olderWork;

    ModelResource(
            SignedIn me,
            CurrentProject here,
            ModelVersion.Repo models,
            CurrentModel.Repo current,
            ModelPages pages,
            ModelPage page,
            MakeCurrent makeCurrent,
            ProjectBase bases,
            Event<OlderWorkRetired> olderWork) {
        this.me = me;
        this.here = here;
        this.models = models;
        this.current = current;
        this.pages = pages;
        this.page = page;
        this.makeCurrent = makeCurrent;
        this.bases = bases;
        this.olderWork = olderWork;
    }

    @CheckedTemplate(basePath = "models")
    static class Templates {
        static native TemplateInstance list(
                Project project,
                List<ModelPages.Row> models,
                List<ModelPages.MadeCurrent> history,
                Optional<ModelVersion> base);
    }

    @GET
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        return Templates.list(project, pages.list(project.id), pages.history(project.id), bases.of(project.id));
    }

    @GET
    @Path("{name}")
    public TemplateInstance page(String slug, String name) {
        Project project = here.enter(slug);
        ModelVersion model = ModelPages.found(models.named(project.id, name), project.id, name);
        return page.shown(project, model, ModelPage.Refused.NOTHING);
    }

    @POST
    @Path("{name}/current")
    @RolesAllowed(Role.ADMIN)
    public Response makeCurrent(
            String slug, String name, @RestForm @Nullable String why, @RestForm @Nullable String closeOlder) {
        Project project = here.enter(slug);
        ModelVersion model = ModelPages.found(models.named(project.id, name), project.id, name);
        String said = Typed.text(why);
        try {
            UUID by = me.id();
            QuarkusTransaction.requiringNew().run(() -> makeCurrent.make(project, model, said, by, Instant.now()));
        } catch (Invalid e) {
            return page.refused(400, project, model, ModelPage.Refused.current(e.sentence(), said));
        } catch (Conflict e) {
            return page.refused(409, project, model, ModelPage.Refused.current(e.sentence(), said));
        }
        if (Typed.line(closeOlder).equals("on")) {
            olderWork.fire(new OlderWorkRetired(project.id, model.id, Optional.of(me.id())));
        }
        return toPage(project, model);
    }

    /** The next round's fine-tuning begins from it. */
    @POST
    @Path("{name}/base")
    @RolesAllowed(Role.ADMIN)
    public Response makeBase(String slug, String name) {
        Project project = here.enter(slug);
        ModelVersion model = ModelPages.found(models.named(project.id, name), project.id, name);
        try {
            UUID by = me.id();
            QuarkusTransaction.requiringNew().run(() -> bases.choose(project, model, by, Instant.now()));
        } catch (Conflict e) {
            return page.refused(409, project, model, ModelPage.Refused.base(e.sentence()));
        }
        return toPage(project, model);
    }

    /** Closes what is still open about answers of the models that this one has replaced. */
    @POST
    @Path("{name}/close-older")
    @RolesAllowed(Role.ADMIN)
    public Response closeOlder(String slug, String name) {
        Project project = here.enter(slug);
        ModelVersion model = ModelPages.found(models.named(project.id, name), project.id, name);
        if (current.of(project.id)
                .filter(c -> c.modelVersionId.equals(model.id))
                .isEmpty()) {
            throw new Conflict(model.name + " is not current, so its answers are not what is asked first. "
                    + "Nothing was changed; open the page of the current model.");
        }
        olderWork.fire(new OlderWorkRetired(project.id, model.id, Optional.of(me.id())));
        return toPage(project, model);
    }

    private static Response toPage(Project project, ModelVersion model) {
        return Response.seeOther(UriBuilder.fromPath("/p/{slug}/models/{name}").build(project.slug, model.name))
                .build();
    }
}
