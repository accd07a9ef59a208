package hone.round;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
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

/** Which steps a project's rounds take, and by which recipes. */
@Path("/p/{slug}/rounds/steps")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class RoundSettingsResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final RoundSettings.Repo settings;
    private final Audit audit;

    RoundSettingsResource(SignedIn me, CurrentProject here, RoundSettings.Repo settings, Audit audit) {
        this.me = me;
        this.here = here;
        this.settings = settings;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "round")
    static class Templates {
        static native TemplateInstance steps(
                Project project, RoundStep[] all, RoundSettingsForm form, Complaints complaints, boolean saved);
    }

    @GET
    public Response page(String slug, @RestQuery Optional<String> saved) {
        Project project = here.enter(slug);
        return page(
                200, project, RoundSettingsForm.of(settings.ofProject(project.id)), Complaints.NONE, saved.isPresent());
    }

    @POST
    public Response save(String slug, @BeanParam RoundSettingsForm form) {
        Project project = here.enter(slug);
        try {
            QuarkusTransaction.requiringNew().run(() -> write(project, form));
        } catch (Invalid e) {
            return page(400, project, form, Complaints.of(e), false);
        }
        return Response.seeOther(URI.create("/p/" + project.slug + "/rounds/steps?saved=yes"))
                .build();
    }

    private void write(Project project, RoundSettingsForm form) {
        Instant now = Instant.now();
        RoundSettings kept = settings.ofProject(project.id);
        form.writeTo(kept, me.id(), now);
        settings.persist(kept);
        Map<String, Object> detail = new LinkedHashMap<>();
        for (RoundStep step : RoundStep.values()) {
            detail.put(step.word(), kept.takes(step));
            if (step.trains()) {
                detail.put(step.word() + "Recipe", form.recipe(step));
            }
        }
        audit.note(Optional.of(me.id()), Optional.of(project.id), "rounds.changed", project.id.toString(), detail, now);
    }

    private static Response page(
            int status, Project project, RoundSettingsForm form, Complaints complaints, boolean saved) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.steps(project, RoundStep.values(), form, complaints, saved))
                .build();
    }
}
