package hone.round;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.LiveStream;
import hone.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** Rounds: the list with the button and the schedule, one round, and the buttons that stop it and let it continue. */
@Path("/p/{slug}/rounds")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class RoundResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Round.Repo rounds;
    private final RoundList list;
    private final StartRound startRound;
    private final EndRound endRound;
    private final TryStageAgain tryAgain;
    private final RoundShown.Query shown;
    private final RoundPages pages;
    private final LiveStream live;

    RoundResource(
            SignedIn me,
            CurrentProject here,
            Round.Repo rounds,
            RoundList list,
            StartRound startRound,
            EndRound endRound,
            TryStageAgain tryAgain,
            RoundShown.Query shown,
            RoundPages pages,
            LiveStream live) {
        this.me = me;
        this.here = here;
        this.rounds = rounds;
        this.list = list;
        this.startRound = startRound;
        this.endRound = endRound;
        this.tryAgain = tryAgain;
        this.shown = shown;
        this.pages = pages;
        this.live = live;
    }

    @CheckedTemplate(basePath = "round")
    static class Templates {
        static native TemplateInstance page(Project project, RoundShown shown, String refused);
    }

    @GET
    public Response list(String slug) {
        return list.shown(here.enter(slug));
    }

    /** Stages used to be called steps here; bookmarks still say so. */
    @GET
    @Path("steps")
    @RolesAllowed(Role.ADMIN)
    public Response steps(String slug) {
        return Response.status(Response.Status.MOVED_PERMANENTLY)
                .location(URI.create("/p/" + here.enter(slug).slug + "/rounds/stages"))
                .build();
    }

    @GET
    @Path("{number}")
    public TemplateInstance page(String slug, String number) {
        Project project = here.enter(slug);
        return shown(project, number(number), "");
    }

    /** @param refused why a button on the page did nothing just now; empty when nobody pressed one */
    private TemplateInstance shown(Project project, int number, String refused) {
        return Templates.page(project, shown.of(rounds.numbered(project.id, number)), refused);
    }

    /** Tells a round's page that something has changed, until the round ends. */
    @GET
    @Path("{number}/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void live(String slug, String number, @Context SseEventSink sink, @Context Sse sse) {
        Round round = rounds.numbered(here.enter(slug).id, number(number));
        live.follow(sink, sse, () -> pages.look(round.id));
    }

    @POST
    @RolesAllowed(Role.ADMIN)
    public Response start(String slug) {
        Project project = here.enter(slug);
        try {
            Round round = startRound.byHand(project, me.id(), Instant.now());
            return see(project, "/rounds/" + round.number);
        } catch (Conflict refused) {
            return list.startRefused(project, refused.sentence());
        }
    }

    @POST
    @Path("{number}/cancel")
    @RolesAllowed(Role.ADMIN)
    public Response cancel(String slug, String number) {
        Project project = here.enter(slug);
        return done(project, number(number), round -> endRound.byHand(round, me.getLabeler(), Instant.now()));
    }

    /** Requests the failed stage anew, and the round continues from there. */
    @POST
    @Path("{number}/again")
    @RolesAllowed(Role.ADMIN)
    public Response again(String slug, String number) {
        Project project = here.enter(slug);
        UUID by = me.id();
        return done(project, number(number), round -> tryAgain.byHand(round, by, Instant.now()));
    }

    /** Back to the round; if the button is refused, the reason is shown on its page. */
    private Response done(Project project, int number, Consumer<UUID> button) {
        UUID round = rounds.numbered(project.id, number).id;
        try {
            QuarkusTransaction.requiringNew().run(() -> button.accept(round));
        } catch (Conflict e) {
            return Response.status(409)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(shown(project, number, e.sentence()))
                    .build();
        }
        return see(project, "/rounds/" + number);
    }

    private static Response see(Project project, String page) {
        return Response.seeOther(URI.create("/p/" + project.slug + page)).build();
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new NotFound("round " + text);
        }
        return Integer.parseInt(text);
    }
}
