package hone.quizzes;

import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.quiz.Quiz;
import hone.quiz.QuizTries;
import hone.quiz.QuizTries.Next;
import hone.quiz.QuizTries.Subject;
import hone.quiz.QuizTry;
import hone.quiz.Quizzes;
import hone.quiz.Standing;
import hone.quiz.TakeQuiz;
import hone.quizzes.QuestionView.Where;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.SentFields;
import hone.work.Judging;
import hone.work.TaskHeaders;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** A person takes a quiz: what it asks for, one question after the other, and what came of it. Everything here is their own. */
@Path("/p/{slug}/quiz/{kind}")
@RolesAllowed(Role.LABELER)
@RunOnVirtualThread
class QuizResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Quizzes quizzes;
    private final QuizTries tries;
    private final TakeQuiz takeQuiz;
    private final Questions questions;
    private final Answered.Query answered;
    private final Guidelines guidelines;

    QuizResource(
            SignedIn me,
            CurrentProject here,
            Quizzes quizzes,
            QuizTries tries,
            TakeQuiz takeQuiz,
            Questions questions,
            Answered.Query answered,
            Guidelines guidelines) {
        this.me = me;
        this.here = here;
        this.quizzes = quizzes;
        this.tries = tries;
        this.takeQuiz = takeQuiz;
        this.questions = questions;
        this.answered = answered;
        this.guidelines = guidelines;
    }

    @CheckedTemplate(basePath = "quizzes")
    static class Templates {
        static native TemplateInstance mine(MyQuiz page);

        static native TemplateInstance question(QuestionView view);
    }

    @GET
    public Response page(@RestPath String slug, @RestPath String kind) {
        Where where = enter(slug, kind);
        Quiz quiz = quizzes.of(where.project().id, where.kind()).orElseThrow(() -> new NotFound("quiz of " + kind));
        Subject who = subject(where);
        Standing standing = tries.standing(who, Instant.now()).orElseGet(Standing.NotRequired::new);
        int tasks = questions.unknownTo(who).size();
        List<QuizTry> ended = tries.ended(who);
        // Nobody reads about their last try while they take the next.
        List<Answered> shown = standing instanceof Standing.Begun
                ? List.of()
                : ended.stream()
                        .findFirst()
                        .map(last -> answered.of(who, last, quiz.feedback()))
                        .orElse(List.of());
        MyQuiz none = new MyQuiz(where, quiz, "", tasks, 0, Optional.empty(), Optional.empty(), ended, shown);
        return html(
                200,
                Templates.mine(
                        switch (standing) {
                            case Standing.NotRequired no -> in(none, "not-required", 0, Optional.empty());
                            case Standing.Passed passed -> in(none, "passed", 0, Optional.empty());
                            case Standing.Excused excused -> in(none, "excused", 0, Optional.empty());
                            case Standing.Begun(QuizTry open) -> begun(none, tries.next(who, open));
                            case Standing.MayBegin(int left) ->
                                in(none, tasks < Quiz.TASKS.min() ? "too-few" : "may-begin", left, Optional.empty());
                            case Standing.Waits(Instant until, int left) -> in(none, "waits", left, Optional.of(until));
                            case Standing.NoTriesLeft no -> in(none, "none-left", 0, Optional.empty());
                        }));
    }

    private static MyQuiz begun(MyQuiz page, Optional<Next> next) {
        int tasks = next.map(Next::of).orElse(page.tasks());
        return new MyQuiz(
                page.where(), page.quiz(), "begun", tasks, 0, Optional.empty(), next, page.ended(), page.answered());
    }

    private static MyQuiz in(MyQuiz page, String state, int left, Optional<Instant> until) {
        return new MyQuiz(
                page.where(),
                page.quiz(),
                state,
                page.tasks(),
                left,
                until,
                Optional.empty(),
                page.ended(),
                page.answered());
    }

    /** Begins a try, or goes on with the one that was begun. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response begin(@RestPath String slug, @RestPath String kind) {
        Where where = enter(slug, kind);
        Subject who = subject(where);
        takeQuiz.begin(who, questions.unknownTo(who), Instant.now());
        return redirect(address(where, current(who)));
    }

    @GET
    @Path("{position}")
    public Response question(@RestPath String slug, @RestPath String kind, @RestPath int position) {
        Where where = enter(slug, kind);
        Optional<Next> next = current(subject(where));
        // Another one, such as one that is answered already: the page says what there is to do.
        return next.filter(asked -> asked.position() == position)
                .map(asked -> html(200, Templates.question(view(where, asked, Fields.NONE, Complaints.NONE, false))))
                .orElseGet(() -> redirect(address(where, next)));
    }

    /** Takes an answer; one that comes twice, or about something else than what is asked now, changes nothing. */
    @POST
    @Path("{position}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response answer(
            @RestPath String slug,
            @RestPath String kind,
            @RestPath int position,
            @HeaderParam(TaskHeaders.SHOWN_GUIDELINE) @Nullable String guidelineHeader) {
        Where where = enter(slug, kind);
        Subject who = subject(where);
        Optional<String> shownGuideline = Optional.ofNullable(guidelineHeader);
        Optional<Next> asked = current(who).filter(one -> one.position() == position);
        if (asked.isPresent()) {
            Fields fields = new Fields(SentFields.all());
            try {
                answer(who, asked.get(), fields);
            } catch (Invalid refused) {
                return html(
                        400,
                        Templates.question(
                                view(where, asked.get(), fields, Complaints.of(refused), shownGuideline.isPresent())));
            }
        }
        return goOn(where, current(who), shownGuideline);
    }

    private void answer(Subject who, Next asked, Fields fields) {
        Questions.Question question = questions.of(asked);
        Verdict verdict = Judging.read(
                who.kind(), question.answers(), guidelines.text(asked.version()).rules(), fields);
        Optional<UUID> preferred =
                verdict instanceof Verdict.Preferred one ? Optional.of(one.chosen()) : Optional.empty();
        boolean found = preferred.filter(question.right()::equals).isPresent();
        takeQuiz.answer(who, asked, preferred, found, Instant.now());
    }

    private Response goOn(Where where, Optional<Next> next, Optional<String> shownGuideline) {
        if (shownGuideline.isEmpty()) {
            return redirect(address(where, next));
        }
        return next.filter(asked -> asked.version().toString().equals(shownGuideline.get()))
                .map(asked -> Response.ok(Templates.question(view(where, asked, Fields.NONE, Complaints.NONE, true))
                                .render())
                        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                        .header(TaskHeaders.NEXT, address(where, next))
                        .build())
                .orElseGet(() -> Response.noContent()
                        .header(TaskHeaders.GO_TO, address(where, next))
                        .build());
    }

    private Where enter(String slug, String kind) {
        return new Where(
                here.enter(slug), WorkKind.named(kind).orElseThrow(() -> new NotFound("quiz of kind " + kind)));
    }

    private Subject subject(Where where) {
        return new Subject(where.project().id, where.kind(), me.id());
    }

    /** What this person is asked now. */
    private Optional<Next> current(Subject who) {
        return tries.standing(who, Instant.now())
                .flatMap(standing ->
                        standing instanceof Standing.Begun(QuizTry open) ? tries.next(who, open) : Optional.empty());
    }

    private QuestionView view(Where where, Next asked, Fields fields, Complaints complaints, boolean alone) {
        return new QuestionView(
                where, asked, questions.of(asked), guidelines.text(asked.version()), fields, complaints, alone);
    }

    private static String address(Where where, Optional<Next> next) {
        return where.address() + next.map(asked -> "/" + asked.position()).orElse("");
    }

    private static Response redirect(String address) {
        return Response.seeOther(URI.create(address)).build();
    }

    private static Response html(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page.render())
                .build();
    }
}
