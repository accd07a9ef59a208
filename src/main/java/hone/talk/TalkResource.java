package hone.talk;

import hone.contract.Wire;
import hone.deployment.AnswerStream;
import hone.deployment.ModelServer;
import hone.deployment.NoAnswer;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.ReaderLanguage;
import hone.web.Typed;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** “Talk to it”: a chat with the project's current model, for members. */
@Path("/p/{slug}/talk")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class TalkResource {
    private static final String LINES = "application/x-ndjson";
    private static final int SUGGESTIONS = 4;
    private static final int EARLIER_MAX = 10;

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Talk.Repo talks;
    private final CurrentModel.Repo current;
    private final ModelVersion.Repo models;
    private final ModelServer server;
    private final SendMessage sendMessage;
    private final GiveThumb giveThumb;

    TalkResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Talk.Repo talks,
            CurrentModel.Repo current,
            ModelVersion.Repo models,
            ModelServer server,
            SendMessage sendMessage,
            GiveThumb giveThumb) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.talks = talks;
        this.current = current;
        this.models = models;
        this.server = server;
        this.sendMessage = sendMessage;
        this.giveThumb = giveThumb;
    }

    @CheckedTemplate(basePath = "talk")
    static class Templates {
        static native TemplateInstance talk(Project project, Shown shown);

        static native TemplateInstance exchange(Project project, Talk talk, Talk.Turn turn, boolean own);
    }

    /** The current model. */
    record Current(String name, Instant since) {}

    /** Everything that the page shows. */
    record Shown(
            Optional<Current> current,
            boolean served,
            Optional<Talk> talk,
            boolean own,
            List<Talk.Line> earlier,
            List<String> suggestions,
            String typed,
            String problem) {
        public String id() {
            return talk.map(t -> t.id().toString()).orElse("");
        }

        public boolean problematic() {
            return !problem.isEmpty();
        }
    }

    @GET
    public TemplateInstance begin(String slug, @RestQuery @Nullable String say) {
        Project project = here.enter(slug);
        String typed = Typed.text(say);
        return page(project, "", typed.length() > SendMessage.CHARACTERS_MAX ? "" : typed, "");
    }

    @GET
    @Path("{talk}")
    public TemplateInstance conversation(String slug, String talk) {
        return page(here.enter(slug), talk, "", "");
    }

    /** A single exchange; 204 while it is being written. */
    @GET
    @Path("{talk}/{number}")
    public Response exchange(String slug, String talk, String number) {
        Project project = here.enter(slug);
        Talk read = talks.read(project.id, talk, me.id(), me.isReviewing(), blind.judge());
        Talk.Turn turn = read.turn(numbered(number));
        if (turn.writing()) {
            return Response.noContent().build();
        }
        return Response.ok(Templates.exchange(project, read, turn, isMine(read)).render())
                .type("text/html; charset=utf-8")
                .build();
    }

    /** A script gets a line of JSON for each piece of the answer, a form the page with the whole answer. */
    @POST
    public Response say(
            String slug,
            @RestForm @Nullable String talk,
            @RestForm @Nullable String say,
            @HeaderParam("Accept") @Nullable String accept,
            @Context RoutingContext request) {
        Project project = here.enter(slug);
        String text = Typed.text(say);
        String into = Typed.line(talk);
        boolean streaming = accept != null && accept.contains(LINES);
        AnswerInProgress answer;
        AnswerStream stream;
        try {
            if (current.of(project.id).isEmpty()) {
                throw new Conflict(words().noModelSentence());
            }
            answer = sendMessage.held(sendMessage.begin(project, me.id(), into, text, Instant.now()));
            stopWhenHungUp(answer, request);
            stream = sendMessage.ask(answer);
        } catch (Invalid e) {
            return refused(project, into, text, 400, e.sentence(), streaming);
        } catch (Conflict e) {
            return refused(project, into, text, 409, e.sentence(), streaming);
        } catch (NoAnswer e) {
            return refused(project, into, text, 503, words().cantAnswer(e.why().name()), streaming);
        }
        SendMessage.Begun begun = answer.begun();
        if (streaming) {
            return Response.ok((StreamingOutput) out -> stream(answer, stream, new AnswerLines(begun, out)))
                    .type(LINES)
                    .header("Cache-Control", "no-store")
                    .header("X-Accel-Buffering", "no") // a proxy would hold the pieces back
                    .build();
        }
        try {
            sendMessage.follow(answer, stream, piece -> {});
        } catch (NoAnswer e) {
            // The page shows how far it got.
        }
        return Response.seeOther(address(project, begun.talk() + "#turn-" + begun.number()))
                .build();
    }

    @POST
    @Path("{talk}/{number}/thumb")
    public Response thumb(
            String slug,
            String talk,
            String number,
            @RestForm @Nullable String thumb,
            @RestForm @Nullable String reason) {
        Project project = here.enter(slug);
        Talk mine = talks.read(project.id, talk, me.id(), false, blind.judge());
        int turn = numbered(number);
        giveThumb.give(project, mine, turn, Typed.line(thumb), Typed.text(reason), me.id(), Instant.now());
        return Response.seeOther(address(project, mine.id() + "#turn-" + turn)).build();
    }

    /**
     * Stopping is hanging up. Writing can't detect that: it fails silently once the connection is closed, and blocks when it is
     * full.
     */
    private static void stopWhenHungUp(AnswerInProgress answer, RoutingContext request) {
        request.addEndHandler(end -> answer.stop());
        if (request.response().closed()) {
            answer.stop(); // they hung up before there was a handler
        }
    }

    private void stream(AnswerInProgress answer, AnswerStream stream, AnswerLines lines) throws IOException {
        try {
            sendMessage.follow(answer, stream, lines);
        } catch (NoAnswer e) {
            // What was written is stored; the page shows it with a word about its end.
        }
        lines.end();
    }

    private Response refused(
            Project project, String talk, String text, int status, String sentence, boolean streaming) {
        if (streaming) {
            return Response.status(status)
                    .type("application/json")
                    .entity(Wire.write(java.util.Map.of("error", sentence)))
                    .build();
        }
        return Response.status(status)
                .type("text/html; charset=utf-8")
                .entity(page(project, talk, text, sentence).render())
                .build();
    }

    private TemplateInstance page(Project project, String id, String typed, String problem) {
        Optional<Talk> talk = id.isEmpty()
                ? Optional.empty()
                : Optional.of(talks.read(project.id, id, me.id(), me.isReviewing(), blind.judge()));
        Optional<Current> now =
                current.of(project.id).map(made -> new Current(models.findById(made.modelVersionId).name, made.madeAt));
        return Templates.talk(
                project,
                new Shown(
                        now,
                        server.isSetUp(),
                        talk,
                        talk.map(this::isMine).orElse(true),
                        talks.of(project.id, me.id(), EARLIER_MAX),
                        talk.isEmpty() ? talks.suggestions(project.id, SUGGESTIONS) : List.of(),
                        typed,
                        problem));
    }

    private boolean isMine(Talk talk) {
        return talk.labeler().equals(me.id());
    }

    private static int numbered(String number) {
        return Typed.whole(number, 1, SendMessage.TURNS_MAX).orElseThrow(() -> new NotFound("turn"));
    }

    private static URI address(Project project, String rest) {
        return URI.create("/p/" + project.slug + "/talk/" + rest);
    }

    private static TalkMessages words() {
        return ReaderLanguage.words(TalkMessages.class);
    }
}
