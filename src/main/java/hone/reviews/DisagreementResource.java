package hone.reviews;

import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.review.Cause;
import hone.review.Disagreements;
import hone.review.SettleDisagreement;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.Blind;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Typed;
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
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Tasks about which people disagree, the lowest agreement first: who chose what, why, and how long it took them. */
@Path("/p/{slug}/disagreements")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class DisagreementResource {
    private static final int PASSED_MAX = 50;

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Disagreements disagreements;
    private final SettleDisagreement settleDisagreement;
    private final Assignments assignments;
    private final Guidelines guidelines;
    private final Vote.Query votes;

    DisagreementResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Disagreements disagreements,
            SettleDisagreement settleDisagreement,
            Assignments assignments,
            Guidelines guidelines,
            Vote.Query votes) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.disagreements = disagreements;
        this.settleDisagreement = settleDisagreement;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.votes = votes;
    }

    /** @param passed ids of tasks to be seen later, joined by commas */
    @GET
    public Response next(String slug, @RestQuery @Nullable String notice, @RestQuery @Nullable String passed) {
        Project project = here.enter(slug);
        String said = "settled".equals(notice) ? "settled" : "";
        UUID[] later = ids(Typed.line(passed));
        return disagreements
                .next(project.id, me.id(), blind.judge(), later)
                .map(open ->
                        page(200, split(project, open.task(), joined(later)).saying(said)))
                .orElseGet(() -> ReviewResource.html(
                        200, ReviewPages.agreed(said, later.length > 0).render()));
    }

    @POST
    @Path("{task}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response settle(
            String slug,
            UUID task,
            @RestForm("do") @Nullable String chosen,
            @RestForm @Nullable String cause,
            @RestForm @Nullable String note,
            @RestForm @Nullable String since,
            @RestForm @Nullable String passed) {
        Project project = here.enter(slug);
        String wanted = Typed.line(chosen);
        String typed = Typed.text(note).strip();
        Fields sent = Instead.sent();
        String later = Typed.line(passed);
        try {
            Cause why =
                    Cause.named(Typed.line(cause)).orElseThrow(() -> Invalid.field("cause", "Choose why they differ."));
            Instant now = Instant.now();
            SettleDisagreement.Subject subject =
                    new SettleDisagreement.Subject(project.id, task, me.id(), why, typed, now);
            settle(project, subject, wanted, sent, began(Typed.line(since), now));
        } catch (Invalid refused) {
            Complaints complaints = Complaints.of(refused);
            ReviewPages.Split split = split(project, task, joined(ids(later)));
            boolean anew = wanted.equals("anew");
            Instead form = anew ? split.instead().refused(sent, complaints) : split.instead();
            return page(400, split.refused(form, new ReviewPages.Sent(anew, Typed.line(cause), typed, complaints)));
        }
        return Response.seeOther(
                        URI.create("/p/" + slug + "/disagreements?notice=settled&passed=" + joined(ids(later))))
                .build();
    }

    private void settle(
            Project project, SettleDisagreement.Subject subject, String wanted, Fields sent, Instant since) {
        if (wanted.equals("leave")) {
            settleDisagreement.leave(subject);
        } else if (wanted.equals("anew")) {
            Instead instead = split(project, subject.task(), "").instead();
            settleDisagreement.decideAnew(subject, instead.verdict(sent), instead.reasons(sent), since);
        } else if (wanted.startsWith("adopt-")) {
            settleDisagreement.adopt(
                    subject,
                    id(wanted.substring("adopt-".length()))
                            .orElseThrow(() -> Invalid.field("do", "Choose the judgment to adopt.")));
        } else {
            throw Invalid.field("do", "Adopt one of the judgments, decide anew, or leave them as they are.");
        }
    }

    /** @throws NotFound where nothing stands about the task in this project */
    private ReviewPages.Split split(Project project, UUID task, String passed) {
        blind.refuseIfHidden(task);
        Vote.First first = votes.first(project.id, task).orElseThrow(() -> new NotFound("judgments of task " + task));
        Assignment assignment = assignments.of(first.assignment(), first.labeler());
        return new ReviewPages.Split(
                task,
                assignment,
                votes.about(task, assignment),
                disagreements.waiting(project.id),
                Instead.empty(assignment, guidelines.text(assignment.guidelineVersionId())),
                ReviewPages.Sent.NOTHING,
                Instant.now().toString(),
                passed,
                "");
    }

    private static Response page(int status, ReviewPages.Split split) {
        return ReviewResource.html(status, ReviewPages.disagreement(split).render());
    }

    /** When the reviewer was shown the task, as far as that can be. */
    private static Instant began(String typed, Instant now) {
        try {
            Instant since = Instant.parse(typed);
            return since.isAfter(now) || since.isBefore(now.minusSeconds(86_400)) ? now : since;
        } catch (DateTimeParseException e) {
            return now;
        }
    }

    private static UUID[] ids(String joined) {
        return Arrays.stream(joined.split(","))
                .map(DisagreementResource::id)
                .flatMap(Optional::stream)
                .limit(PASSED_MAX)
                .toArray(UUID[]::new);
    }

    private static String joined(UUID[] ids) {
        return String.join(",", Arrays.stream(ids).map(UUID::toString).toList());
    }

    private static Optional<UUID> id(String typed) {
        try {
            return Optional.of(UUID.fromString(typed.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
