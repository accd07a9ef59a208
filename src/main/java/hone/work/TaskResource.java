package hone.work;

import hone.guideline.GuidelineReading;
import hone.guideline.Guidelines;
import hone.guideline.Rules;
import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.pause.Pauses;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.TaskQueue;
import hone.task.Withheld;
import hone.web.LocalDay;
import hone.web.NotFound;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Hands out the next task of a kind, or says why there is none: the page of a pause, where the person is paused. */
@Path("/p/{slug}/work/{kind}")
@RolesAllowed(Role.LABELER)
@RunOnVirtualThread
class TaskResource {
    private static final int OTHERS_SHOWN = 6;

    private final SignedIn me;
    private final CurrentProject here;
    private final TaskQueue queue;
    private final GuidelineReading reading;
    private final Guidelines guidelines;
    private final WaitingWork waiting;
    private final UndoLast undoLast;
    private final LocalDay day;
    private final Pauses pauses;

    TaskResource(
            SignedIn me,
            CurrentProject here,
            TaskQueue queue,
            GuidelineReading reading,
            Guidelines guidelines,
            WaitingWork waiting,
            UndoLast undoLast,
            LocalDay day,
            Pauses pauses) {
        this.me = me;
        this.here = here;
        this.queue = queue;
        this.reading = reading;
        this.guidelines = guidelines;
        this.waiting = waiting;
        this.undoLast = undoLast;
        this.day = day;
        this.pauses = pauses;
    }

    @CheckedTemplate(basePath = "work")
    static class Templates {
        static native TemplateInstance empty(Empty page);

        static native TemplateInstance unread(Unread page);

        static native TemplateInstance quiz(NotForThem page);

        static native TemplateInstance grouped(NotForThem page);

        static native TemplateInstance gold(TooLittleGold page);
    }

    /**
     * Shown when there is nothing to hand out.
     *
     * @param others a few kinds of work that do have something
     * @param limit empty where this person may be handed more
     * @param undoable the assignment that this person judged or gave back last, if that can still be undone
     */
    record Empty(
            Project project,
            WorkKind kind,
            WaitingWork.Left left,
            Optional<Withheld.DailyLimit> limit,
            List<WaitingWork.Kind> others,
            Optional<UUID> undoable,
            String notice) {}

    /**
     * Shown where the guideline has to be confirmed before there is work.
     *
     * @param rules the whole guideline, to be read here
     */
    record Unread(Project project, GuidelineReading.Unread unread, Rules rules) {}

    /**
     * Shown where a quiz has to be passed before there is work, or where the work goes to groups of which this person is none.
     *
     * @param undoable the assignment that this person judged or gave back last, if that can still be undone
     */
    record NotForThem(Project project, WorkKind kind, Optional<UUID> undoable, String notice) {}

    /**
     * Shown to whom the project hands nothing because they find gold too rarely.
     *
     * @param undoable the assignment that this person judged or gave back last, if that can still be undone
     */
    record TooLittleGold(
            Project project, WorkKind kind, Withheld.GoldMissed missed, Optional<UUID> undoable, String notice) {
        public long found() {
            return Math.round(missed.found().share() * missed.found().of());
        }

        public long low() {
            return Math.round(100 * missed.found().interval().low());
        }

        public long high() {
            return Math.round(100 * missed.found().interval().high());
        }
    }

    @GET
    @Produces("text/html;charset=utf-8")
    public Response next(@RestPath String slug, @RestPath String kind, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        WorkKind wanted = WorkKind.named(kind).orElseThrow(() -> new NotFound("work of kind " + kind));
        String said = notice == null ? "" : notice;
        Instant now = Instant.now();
        Optional<UUID> next = queue.lease(project, wanted, me.id(), now);
        String query = Notices.known(said) ? "?notice=" + said : "";
        if (next.isPresent()) {
            return Response.seeOther(URI.create("/work/" + next.get() + query)).build();
        }
        return pauses.isPaused(project.id, me.id())
                ? Response.seeOther(URI.create("/p/" + slug + "/pauses/mine" + query))
                        .build()
                : Response.ok(nothing(project, wanted, said, now)).build();
    }

    private String nothing(Project project, WorkKind kind, String notice, Instant now) {
        Optional<Withheld> why = queue.withheld(project, kind, me.id(), now);
        if (why.isEmpty()) {
            return empty(project, kind, Optional.empty(), notice, now);
        }
        return switch (why.get()) {
            case Withheld.DailyLimit limit -> empty(project, kind, Optional.of(limit), notice, now);
            // Nothing is left to read where another tab has confirmed it at this moment: then the page looks again by
            // itself.
            case Withheld.GuidelineUnread(UUID version) ->
                reading.unread(version, me.id())
                        .map(unread -> Templates.unread(new Unread(
                                        project,
                                        unread,
                                        guidelines.text(version).rules()))
                                .render())
                        .orElseGet(() -> empty(project, kind, Optional.empty(), notice, now));
            case Withheld.QuizMissing missing ->
                Templates.quiz(new NotForThem(project, kind, undoLast.undoable(me.id()), notice))
                        .render();
            case Withheld.NotInGroup outside ->
                Templates.grouped(new NotForThem(project, kind, undoLast.undoable(me.id()), notice))
                        .render();
            case Withheld.GoldMissed missed ->
                Templates.gold(new TooLittleGold(project, kind, missed, undoLast.undoable(me.id()), notice))
                        .render();
        };
    }

    private String empty(
            Project project, WorkKind kind, Optional<Withheld.DailyLimit> limit, String notice, Instant now) {
        List<WaitingWork.Kind> others = waiting.of(me.id()).stream()
                .filter(k ->
                        k.tasks() > 0 && !(k.slug().equals(project.slug) && (k.kind() == kind || limit.isPresent())))
                .limit(OTHERS_SHOWN)
                .toList();
        return Templates.empty(new Empty(
                        project,
                        kind,
                        waiting.left(project.id, kind, me.id(), day.start(now)),
                        limit,
                        others,
                        undoLast.undoable(me.id()),
                        notice))
                .render();
    }
}
