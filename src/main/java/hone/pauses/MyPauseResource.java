package hone.pauses;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.pause.AnswerPause;
import hone.pause.Pause;
import hone.pause.Pauses;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.ReaderLanguage;
import hone.web.Typed;
import hone.work.Notices;
import hone.work.UndoLast;
import hone.work.WaitingWork;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What a person reads about their own pause in a project, and how they answer it. Nothing of others is there. */
@Path("/p/{slug}/pauses/mine")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class MyPauseResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Pauses pauses;
    private final AnswerPause answerPause;
    private final WaitingWork waiting;
    private final UndoLast undoLast;

    MyPauseResource(
            SignedIn me,
            CurrentProject here,
            Pauses pauses,
            AnswerPause answerPause,
            WaitingWork waiting,
            UndoLast undoLast) {
        this.me = me;
        this.here = here;
        this.pauses = pauses;
        this.answerPause = answerPause;
        this.waiting = waiting;
        this.undoLast = undoLast;
    }

    @CheckedTemplate(basePath = "pauses")
    static class Templates {
        static native TemplateInstance mine(Mine page);
    }

    /**
     * The page.
     *
     * @param pause the newest, lifted or not; empty where there never was one
     * @param work in this person's hands, or free for them once they are not paused
     * @param undoable the assignment that they judged or gave back last, if that can still be undone
     */
    record Mine(
            Project project,
            Optional<Pause> pause,
            List<WaitingWork.Kind> work,
            Optional<UUID> undoable,
            String typed,
            Complaints complaints,
            String notice) {
        public boolean isPaused() {
            return pause.filter(Pause::isActive).isPresent();
        }

        public String error() {
            return complaints.sentence("text");
        }
    }

    @GET
    public Response page(String slug, @RestQuery @Nullable String notice) {
        String said = notice != null && (notice.equals("sent") || Notices.known(notice)) ? notice : "";
        return page(200, here.enter(slug), "", Complaints.NONE, said);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response answer(String slug, @RestForm @Nullable String text) {
        Project project = here.enter(slug);
        String typed = Typed.text(text).strip();
        PauseMessages words = ReaderLanguage.words(PauseMessages.class);
        if (!pauses.isPaused(project.id, me.id())) {
            throw new Conflict(words.notSent());
        }
        if (typed.isEmpty()) {
            return page(400, project, typed, complaint(words.nothingWritten()), "");
        }
        if (typed.length() > AnswerPause.CHARACTERS_MAX) {
            return page(400, project, typed, complaint(words.tooLong(typed.length(), AnswerPause.CHARACTERS_MAX)), "");
        }
        if (!answerPause.appeal(project.id, me.id(), typed, Instant.now())) {
            throw new Conflict(words.notSent());
        }
        return Response.seeOther(URI.create("/p/" + slug + "/pauses/mine?notice=sent"))
                .build();
    }

    private static Complaints complaint(String sentence) {
        return new Complaints(Map.of("text", sentence));
    }

    private Response page(int status, Project project, String typed, Complaints complaints, String notice) {
        List<WaitingWork.Kind> work = waiting.of(me.id()).stream()
                .filter(kind -> kind.slug().equals(project.slug) && (kind.tasks() > 0 || kind.begun() > 0))
                .toList();
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.mine(new Mine(
                                project,
                                pauses.newest(project.id, me.id()),
                                work,
                                undoLast.undoable(me.id()),
                                typed,
                                complaints,
                                notice))
                        .render())
                .build();
    }
}
