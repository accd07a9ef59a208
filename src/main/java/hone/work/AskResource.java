package hone.work;

import hone.guideline.Questions;
import hone.judgment.RefusalMessages;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.ReaderLanguage;
import hone.web.TextLimits;
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
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Asks the guideline's authors about something it does not say; the question names its task. */
@Path("/work/{assignment}/question")
@RolesAllowed(Role.LABELER)
@RunOnVirtualThread
class AskResource {
    private static final String HTML = "text/html;charset=utf-8";

    private final SignedIn me;
    private final Assignments assignments;
    private final Questions questions;

    AskResource(SignedIn me, Assignments assignments, Questions questions) {
        this.me = me;
        this.assignments = assignments;
        this.questions = questions;
    }

    @CheckedTemplate(basePath = "work")
    static class Templates {
        static native TemplateInstance question(String assignment, String typed, String error);
    }

    /** The same form as in the dialog, for browsers without JavaScript. */
    @GET
    @Produces(HTML)
    @Transactional
    public String form(@PathParam("assignment") UUID id) {
        return Templates.question(assignments.of(id, me.id()).id().toString(), "", "")
                .render();
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(HTML)
    @Transactional
    public Response ask(@PathParam("assignment") UUID id, @RestForm @Nullable String question) {
        Assignment assignment = assignments.of(id, me.id());
        String typed = Typed.text(question);
        if (typed.isBlank() || typed.length() > TextLimits.QUESTION) {
            String error = typed.isBlank()
                    ? ReaderLanguage.words(RefusalMessages.class).noQuestion()
                    : ReaderLanguage.words(RefusalMessages.class).questionTooLong(TextLimits.QUESTION, typed.length());
            return Response.status(400)
                    .entity(Templates.question(id.toString(), typed, error).render())
                    .build();
        }
        questions.ask(assignment.guidelineVersionId(), id, me.id(), typed, Instant.now());
        return Response.seeOther(URI.create("/work/" + id + "?notice=asked")).build();
    }
}
