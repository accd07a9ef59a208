package hone.reviews;

import hone.judgment.Fields;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.review.Disagreements;
import hone.review.Reviewer;
import hone.review.SettleDisagreement;
import hone.reviewing.Decided;
import hone.reviewing.ShownDisagreements;
import hone.task.Blind;
import hone.web.Complaints;
import hone.web.Invalid;
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
import java.util.Arrays;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Tasks about which people disagree, the lowest agreement first: who chose what, why, and how long it took them. */
@Path("/p/{slug}/disagreements")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class DisagreementResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Disagreements disagreements;
    private final ShownDisagreements shownDisagreements;
    private final SettleDisagreement settleDisagreement;

    DisagreementResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Disagreements disagreements,
            ShownDisagreements shownDisagreements,
            SettleDisagreement settleDisagreement) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.disagreements = disagreements;
        this.shownDisagreements = shownDisagreements;
        this.settleDisagreement = settleDisagreement;
    }

    /** @param passed ids of tasks to be seen later, joined by commas */
    @GET
    public Response next(String slug, @RestQuery @Nullable String notice, @RestQuery @Nullable String passed) {
        Project project = here.enter(slug);
        String said = "settled".equals(notice) ? "settled" : "";
        String later = later(passed);
        return shownDisagreements
                .next(project.id, reviewer(), later)
                .map(shown -> page(200, split(shown, later).saying(said)))
                .orElseGet(() -> ReviewResource.html(
                        200, ReviewPages.agreed(said, !later.isEmpty()).render()));
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
        String later = later(passed);
        ShownDisagreements.Shown shown = shownDisagreements.of(project.id, reviewer(), task);
        try {
            Instant now = Instant.now();
            settle(
                    shown,
                    shown.subject(Typed.line(cause), typed, now),
                    wanted,
                    sent,
                    ShownDisagreements.began(Typed.line(since), now));
        } catch (Invalid refused) {
            Complaints complaints = Complaints.of(refused);
            ReviewPages.Split split = split(shown, later);
            boolean anew = wanted.equals("anew");
            Instead form = anew ? split.instead().refused(sent, complaints) : split.instead();
            return page(400, split.refused(form, new ReviewPages.Sent(anew, Typed.line(cause), typed, complaints)));
        }
        return Response.seeOther(URI.create("/p/" + slug + "/disagreements?notice=settled&passed=" + later))
                .build();
    }

    private void settle(
            ShownDisagreements.Shown shown,
            SettleDisagreement.Subject subject,
            String wanted,
            Fields sent,
            Instant since) {
        if (wanted.equals("leave")) {
            settleDisagreement.leave(subject);
        } else if (wanted.equals("anew")) {
            Decided decided = shown.read(sent);
            settleDisagreement.decideAnew(subject, decided.verdict(), decided.reasons(), since);
        } else if (wanted.startsWith("adopt-")) {
            settleDisagreement.adopt(
                    subject,
                    ShownDisagreements.id(wanted.substring("adopt-".length()))
                            .orElseThrow(() -> Invalid.field("do", "Choose the judgment to adopt.")));
        } else {
            throw Invalid.field("do", "Adopt one of the judgments, decide anew, or leave them as they are.");
        }
    }

    private Reviewer reviewer() {
        return Reviewer.themselves(me.id(), blind.judge());
    }

    private ReviewPages.Split split(ShownDisagreements.Shown shown, String passed) {
        return new ReviewPages.Split(
                shown.open().task(),
                shown.assignment(),
                shown.votes(),
                disagreements.waiting(shown.project()),
                Instead.empty(shown.assignment(), shown.guideline()),
                ReviewPages.Sent.NOTHING,
                Instant.now().toString(),
                passed,
                "");
    }

    private static Response page(int status, ReviewPages.Split split) {
        return ReviewResource.html(status, ReviewPages.disagreement(split).render());
    }

    /** Only the ids of what was sent, joined as they came. */
    private static String later(@Nullable String passed) {
        return String.join(
                ",",
                Arrays.stream(ShownDisagreements.ids(Typed.line(passed)))
                        .map(UUID::toString)
                        .toList());
    }
}
