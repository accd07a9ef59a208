package hone.work;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Gives a task back with a reason. It goes to someone else, and this person does not get it again unless they undo it. */
@Path("/work/{assignment}/skip")
@RolesAllowed(Role.LABELER)
@RunOnVirtualThread
class SkipResource {
    private static final String HTML = "text/html;charset=utf-8";

    private final SignedIn me;
    private final Assignments assignments;
    private final SkipTask skipping;

    SkipResource(SignedIn me, Assignments assignments, SkipTask skipping) {
        this.me = me;
        this.assignments = assignments;
        this.skipping = skipping;
    }

    @CheckedTemplate(basePath = "work")
    static class Templates {
        static native TemplateInstance skip(
                String assignmentId, Map<String, String> errors, String reason, String note);
    }

    /** The same form as in the dialog, for browsers without JavaScript. */
    @GET
    @Produces(HTML)
    @Transactional
    public String form(@PathParam("assignment") UUID id) {
        return Templates.skip(assignments.of(id, me.id()).id().toString(), Map.of(), "", "")
                .render();
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(HTML)
    public Response skip(
            @PathParam("assignment") UUID id, @RestForm @Nullable String reason, @RestForm @Nullable String note) {
        String named = reason == null ? "" : reason;
        String said = Typed.text(note);
        UUID labeler = me.id();
        try {
            Assignment skipped = skipping.skip(id, labeler, named, said, Instant.now());
            return Response.seeOther(URI.create(after(skipped))).build();
        } catch (Invalid refused) {
            return again(400, id, refused.fields(), named, said);
        } catch (Conflict refused) {
            return again(409, id, Map.of("reason", refused.sentence()), named, said);
        }
    }

    /** The form with what was typed and what is wrong with it. */
    private static Response again(int status, UUID id, Map<String, String> wrong, String reason, String note) {
        return Response.status(status)
                .entity(Templates.skip(id.toString(), wrong, reason, note).render())
                .build();
    }

    private static String after(Assignment skipped) {
        return "/p/" + skipped.project().slug() + "/work/" + skipped.kind().wireName() + "?notice=skipped";
    }
}
