package hone.round;

import hone.dataset.FreshJudgments;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.Project;
import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The page of all rounds with its button and its schedule; when one of them is refused, the reason is shown in its place. */
@ApplicationScoped
class RoundList {
    private final Round.Repo rounds;
    private final Schedule.Repo schedules;
    private final FreshJudgments fresh;
    private final RoundPages pages;
    private final RoundPreview preview;
    private final SignedIn me;

    RoundList(
            Round.Repo rounds,
            Schedule.Repo schedules,
            FreshJudgments fresh,
            RoundPages pages,
            RoundPreview preview,
            SignedIn me) {
        this.rounds = rounds;
        this.schedules = schedules;
        this.fresh = fresh;
        this.pages = pages;
        this.preview = preview;
        this.me = me;
    }

    @CheckedTemplate(basePath = "round")
    static class Templates {
        static native TemplateInstance list(Project project, Listed listed);
    }

    /**
     * Everything that the list shows.
     *
     * @param forecast what a round started now would do; empty where none can be started
     * @param refused why no round was started just now; empty when nobody tried
     */
    record Listed(
            List<RoundPages.Row> rounds,
            FreshJudgments.Count fresh,
            Optional<Round> running,
            Optional<RoundPreview.Forecast> forecast,
            String refused,
            Schedule schedule,
            ScheduleForm form,
            Complaints complaints,
            List<String> zones) {
        public int next() {
            return rounds.isEmpty() ? 1 : rounds.getFirst().number() + 1;
        }
    }

    Response shown(Project project) {
        Schedule schedule = schedule(project);
        return page(200, project, "", ScheduleForm.of(schedule), Complaints.NONE);
    }

    Response startRefused(Project project, String sentence) {
        return page(409, project, sentence, ScheduleForm.of(schedule(project)), Complaints.NONE);
    }

    Response scheduleRefused(Project project, ScheduleForm typed, Complaints complaints) {
        return page(400, project, "", typed, complaints);
    }

    private Response page(int status, Project project, String refused, ScheduleForm form, Complaints complaints) {
        FreshJudgments.Count count = fresh.of(project.id);
        Optional<Round> running = rounds.running(project.id);
        boolean startable = me.has(Role.ADMIN) && running.isEmpty() && !count.noJudgment();
        Listed listed = new Listed(
                pages.list(project.id),
                count,
                running,
                startable ? Optional.of(preview.of(project)) : Optional.empty(),
                refused,
                schedule(project),
                form,
                complaints,
                ZoneId.getAvailableZoneIds().stream()
                        .filter(zone -> zone.equals("UTC") || zone.matches("[A-Z][a-z]+/[A-Z].*"))
                        .sorted()
                        .toList());
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.list(project, listed))
                .build();
    }

    private Schedule schedule(Project project) {
        return Optional.ofNullable(schedules.findById(project.id)).orElseGet(() -> Schedule.of(project.id));
    }
}
