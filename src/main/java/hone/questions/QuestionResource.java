package hone.questions;

import hone.audit.Audit;
import hone.guideline.Questions;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.web.Complaints;
import hone.web.NotFound;
import hone.web.TextLimits;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** A project's questions: every member can read them with their answers, admins answer them. */
@Path("/p/{slug}/guidelines/questions")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class QuestionResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Questions questions;
    private final AskedQuestion.Query askedQuestions;
    private final Audit audit;

    QuestionResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Questions questions,
            AskedQuestion.Query askedQuestions,
            Audit audit) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.questions = questions;
        this.askedQuestions = askedQuestions;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "questions")
    static class Templates {
        /** @param about the question whose answer was refused; empty for none */
        static native TemplateInstance questions(
                List<AskedQuestion> questions, String about, String typed, Complaints complaints);
    }

    @GET
    public Response list(String slug) {
        return page(200, here.enter(slug), "", "", Complaints.NONE);
    }

    @POST
    @Path("{question}")
    @RolesAllowed(Role.ADMIN)
    public Response answer(String slug, UUID question, @RestForm @Nullable String answer) {
        Project project = here.enter(slug);
        String typed = Typed.text(answer);
        if (typed.isBlank() || typed.length() > TextLimits.QUESTION_ANSWER) {
            return page(
                    400,
                    project,
                    question.toString(),
                    typed,
                    new Complaints(Map.of(
                            "answer",
                            typed.isBlank()
                                    ? "Write the answer; everybody in the project can read it."
                                    : "At most " + TextLimits.QUESTION_ANSWER + " characters; these are "
                                            + typed.length() + ".")));
        }
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            if (!questions.answer(project.id, question, me.id(), typed, now)) {
                throw new NotFound("question " + question);
            }
            audit.note(
                    Optional.of(me.id()),
                    Optional.of(project.id),
                    "question.answered",
                    question.toString(),
                    Map.of(),
                    now);
        });
        return Response.seeOther(URI.create("/p/" + slug + "/guidelines/questions"))
                .build();
    }

    private Response page(int status, Project project, String about, String typed, Complaints complaints) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.questions(askedQuestions.of(project.id, blind.judge()), about, typed, complaints))
                .build();
    }
}
