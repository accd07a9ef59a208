package hone.people;

import hone.audit.Audit;
import hone.kind.WorkKind;
import hone.labeler.Labeler;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Membership;
import hone.project.Project;
import hone.quiz.Grant;
import hone.quiz.GrantQuiz;
import hone.quiz.QuizTries;
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

/** Who may see and judge a project. */
@Path("/p/{slug}/people")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class PeopleResource {
    private static final int CONTESTED_SHOWN = 20;

    private final SignedIn me;
    private final CurrentProject here;
    private final Labeler.Repo labelers;
    private final Membership membership;
    private final Person.Query people;
    private final GuidelineReaders.Query readers;
    private final QuizResults.Query quizResults;
    private final GrantQuiz grantQuiz;
    private final Audit audit;

    PeopleResource(
            SignedIn me,
            CurrentProject here,
            Labeler.Repo labelers,
            Membership membership,
            Person.Query people,
            GuidelineReaders.Query readers,
            QuizResults.Query quizResults,
            GrantQuiz grantQuiz,
            Audit audit) {
        this.me = me;
        this.here = here;
        this.labelers = labelers;
        this.membership = membership;
        this.people = people;
        this.readers = readers;
        this.quizResults = quizResults;
        this.grantQuiz = grantQuiz;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "people")
    static class Templates {
        static native TemplateInstance people(
                List<Person> people,
                List<Labeler> contested,
                GuidelineReaders readers,
                List<QuizResults> quiz,
                String typed,
                Complaints complaints);
    }

    @GET
    public Response list(String slug) {
        return page(200, here.enter(slug), "", Complaints.NONE);
    }

    @POST
    public Response add(String slug, @RestForm @Nullable String username) {
        Project project = here.enter(slug);
        String typed = Typed.line(username);
        try {
            String name = Membership.username(typed);
            UUID by = me.id();
            QuarkusTransaction.requiringNew().run(() -> membership.add(project, name, by, Instant.now()));
        } catch (Invalid e) {
            return page(400, project, typed, Complaints.of(e));
        }
        return back(slug);
    }

    @POST
    @Path("{username}/remove")
    public Response remove(String slug, String username) {
        Project project = here.enter(slug);
        String name = Typed.line(username);
        UUID by = me.id();
        QuarkusTransaction.requiringNew().run(() -> membership.remove(project, name, by, Instant.now()));
        return back(slug);
    }

    /** Grants somebody another try of a quiz, or excuses them from it. */
    @POST
    @Path("{username}/quiz")
    public Response quiz(
            String slug, String username, @RestForm @Nullable String kind, @RestForm("do") @Nullable String chosen) {
        Project project = here.enter(slug);
        String name = Typed.line(username);
        WorkKind of = WorkKind.named(Typed.line(kind))
                .orElseThrow(() -> new Conflict("There is no quiz of this kind of work. Nothing was changed."));
        Grant.What what = Grant.What.named(Typed.line(chosen))
                .orElseThrow(() -> new Conflict("Choose what to do: grant a try, or let them work without the quiz."
                        + " Nothing was changed."));
        Labeler labeler = labelers.byUsername(name).orElseThrow(() -> new NotFound("member " + name));
        grantQuiz.grant(new QuizTries.Subject(project.id, of, labeler.id), what, me.id(), Instant.now());
        return Response.seeOther(URI.create("/p/" + slug + "/people#quiz")).build();
    }

    /** Gives a name to somebody else: its former holder keeps their work, under another name. */
    @POST
    @Path("{username}/free")
    public Response free(String slug, String username) {
        here.enter(slug);
        String name = Typed.line(username);
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            Labeler labeler = labelers.byUsername(name).orElseThrow(() -> new NotFound("name " + name));
            if (labelers.free(name)) {
                audit.note(
                        Optional.of(me.id()),
                        Optional.empty(),
                        "name.freed",
                        labeler.id.toString(),
                        Map.of("username", name),
                        now);
            }
        });
        return back(slug);
    }

    private Response page(int status, Project project, String typed, Complaints complaints) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.people(
                        people.of(project.id),
                        labelers.contested(CONTESTED_SHOWN),
                        readers.of(project.id),
                        quizResults.of(project.id),
                        typed,
                        complaints))
                .build();
    }

    private static Response back(String slug) {
        return Response.seeOther(URI.create("/p/" + slug + "/people")).build();
    }
}
