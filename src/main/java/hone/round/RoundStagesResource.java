package hone.round;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.Stage;
import hone.training.StageSettings;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** Which stages a project's rounds take, and by which recipes. */
@Path("/p/{slug}/rounds/stages")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class RoundStagesResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final StageSettings.Repo settings;
    private final Audit audit;

    RoundStagesResource(SignedIn me, CurrentProject here, StageSettings.Repo settings, Audit audit) {
        this.me = me;
        this.here = here;
        this.settings = settings;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "round")
    static class Templates {
        static native TemplateInstance stages(
                Project project, Stage[] all, RoundStagesForm form, Complaints complaints, boolean saved);
    }

    @GET
    public Response page(String slug, @RestQuery Optional<String> saved) {
        Project project = here.enter(slug);
        return page(
                200, project, RoundStagesForm.of(settings.ofProject(project.id)), Complaints.NONE, saved.isPresent());
    }

    @POST
    public Response save(String slug, @BeanParam RoundStagesForm form) {
        Project project = here.enter(slug);
        try {
            QuarkusTransaction.requiringNew().run(() -> write(project, form));
        } catch (Invalid e) {
            return page(400, project, form, Complaints.of(e), false);
        }
        return Response.seeOther(URI.create("/p/" + project.slug + "/rounds/stages?saved=yes"))
                .build();
    }

    private void write(Project project, RoundStagesForm form) {
        Instant now = Instant.now();
        StageSettings read = form.read();
        settings.save(project.id, read, me.id(), now);
        Map<String, Object> detail = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            detail.put(stage.word(), read.takes(stage));
            if (stage.trains()) {
                detail.put(stage.word() + "Recipe", form.recipe(stage));
            }
        }
        audit.note(Optional.of(me.id()), Optional.of(project.id), "rounds.changed", project.id.toString(), detail, now);
    }

    private static Response page(
            int status, Project project, RoundStagesForm form, Complaints complaints, boolean saved) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.stages(project, Stage.values(), form, complaints, saved))
                .build();
    }
}
