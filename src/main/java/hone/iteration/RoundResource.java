package hone.iteration;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.RequestRun;
import hone.run.SamplingConfig;
import hone.run.TrainingRun;
import hone.web.Conflict;
import hone.web.LiveStream;
import hone.web.NotFound;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rounds: the list with the button and the schedule, one round, and the button that stops it. */
@Path("/p/{slug}/rounds")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class RoundResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Round.Repo rounds;
    private final RoundList list;
    private final StartRound startRound;
    private final TrainingRun.Repo runs;
    private final RequestRun requests;
    private final SamplingConfig sampling;
    private final RoundSteps steps;
    private final RoundPages pages;
    private final LiveStream live;

    RoundResource(
            SignedIn me,
            CurrentProject here,
            Round.Repo rounds,
            RoundList list,
            StartRound startRound,
            TrainingRun.Repo runs,
            RequestRun requests,
            SamplingConfig sampling,
            RoundSteps steps,
            RoundPages pages,
            LiveStream live) {
        this.me = me;
        this.here = here;
        this.rounds = rounds;
        this.list = list;
        this.startRound = startRound;
        this.runs = runs;
        this.requests = requests;
        this.sampling = sampling;
        this.steps = steps;
        this.pages = pages;
        this.live = live;
    }

    @CheckedTemplate(basePath = "iteration")
    static class Templates {
        static native TemplateInstance page(Project project, RoundShown shown);
    }

    @GET
    public Response list(String slug) {
        return list.shown(here.enter(slug));
    }

    @GET
    @Path("{number}")
    public TemplateInstance page(String slug, String number) {
        Project project = here.enter(slug);
        Round round = rounds.numbered(project.id, number(number));
        List<RoundPages.RunLine> lines = pages.runs(round.id);
        return Templates.page(
                project,
                new RoundShown(
                        round,
                        pages.name(Optional.ofNullable(round.startedBy)),
                        pages.frozen(round.id),
                        pages.judged(round.id),
                        steps.of(round.id),
                        lines,
                        pages.newTasks(round.id),
                        pages.currentModel(project.id),
                        RoundShown.newestPolicy(lines).flatMap(model -> pages.madeCurrent(project.id, model)),
                        sampling.promptsMax()));
    }

    /** Tells the page of a round that something has changed, until the round ends. */
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
    @Transactional
    public Response cancel(String slug, String number) {
        Project project = here.enter(slug);
        UUID id = rounds.numbered(project.id, number(number)).id;
        Round round = rounds.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (round.finished()) {
            throw new Conflict(
                    "Round " + round.number + " has ended already. Nothing was changed; what it made is kept.");
        }
        Instant now = Instant.now();
        String reason = "Stopped by " + me.getLabeler().displayName + ".";
        for (TrainingRun run : runs.ofRound(round.id)) {
            if (!run.finished()) {
                requests.cancel(run, Optional.of(me.id()), reason, now);
            }
        }
        round.finish("cancelled", reason, now);
        return see(project, "/rounds/" + round.number);
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
