package hone.overview;

import hone.dataset.FreshJudgments;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.quarantine.Quarantine;
import hone.round.RoundPreview;
import hone.task.Blind;
import hone.web.LocalDay;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;

/** A project at a glance. */
@Path("/")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class OverviewResource {
    private final CurrentProject here;
    private final Blind blind;
    private final ProjectCounts counts;
    private final FreshJudgments fresh;
    private final Quarantine quarantine;
    private final FirstSteps.Query firstSteps;
    private final RoundPreview preview;
    private final SignedIn me;
    private final LocalDay day;

    OverviewResource(
            CurrentProject here,
            Blind blind,
            ProjectCounts counts,
            FreshJudgments fresh,
            Quarantine quarantine,
            FirstSteps.Query firstSteps,
            RoundPreview preview,
            SignedIn me,
            LocalDay day) {
        this.here = here;
        this.blind = blind;
        this.counts = counts;
        this.fresh = fresh;
        this.quarantine = quarantine;
        this.firstSteps = firstSteps;
        this.preview = preview;
        this.me = me;
        this.day = day;
    }

    @GET
    @Path("p/{slug}")
    public TemplateInstance overview(String slug) {
        Project project = here.enter(slug);
        ProjectCounts.Tiles tiles = counts.tiles(project.id, day.start(Instant.now()));
        ProjectCounts.Circle circle = counts.circle(project.id);
        Freezing freezing = Freezing.of(tiles.fresh(), fresh, project.id);
        boolean startable = me.has(Role.ADMIN) && !circle.running() && freezing.isOfJudgments();
        return OverviewPages.overview(
                project.description,
                tiles,
                blind.isSeeing() ? quarantine.waiting(project.id) : 0,
                freezing,
                circle,
                blind.isSeeing() ? counts.lastWeek(project.id) : counts.lastWeek(project.id, me.id()),
                firstSteps.of(project.id),
                startable ? Optional.of(preview.of(project)) : Optional.empty());
    }
}
