package hone.me;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.quality.ToldAgreement;
import hone.quality.ToldConsistency;
import hone.quiz.QuizTries;
import hone.review.Reviews;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Instant;
import java.util.List;

/** What somebody's work has come to, for themselves alone: there is no address for anybody else's. */
@Path("/me")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class MeResource {
    private final SignedIn me;
    private final Progress.Query progress;
    private final ToldAgreement.Query agreement;
    private final ToldConsistency.Query consistency;
    private final Changed.Query changed;
    private final Reviews reviews;
    private final QuizTries tries;

    MeResource(
            SignedIn me,
            Progress.Query progress,
            ToldAgreement.Query agreement,
            ToldConsistency.Query consistency,
            Changed.Query changed,
            Reviews reviews,
            QuizTries tries) {
        this.me = me;
        this.progress = progress;
        this.agreement = agreement;
        this.consistency = consistency;
        this.changed = changed;
        this.reviews = reviews;
        this.tries = tries;
    }

    @CheckedTemplate(basePath = "me")
    static class Templates {
        static native TemplateInstance me(
                Progress progress,
                List<ToldAgreement> agreement,
                List<ToldConsistency> consistency,
                List<Reviews.Feedback> feedback,
                List<QuizTries.Told> quizzes,
                Changed changed);
    }

    @GET
    @Produces("text/html;charset=utf-8")
    public String page() {
        return Templates.me(
                        progress.of(me.id(), Instant.now()),
                        agreement.of(me.id()),
                        consistency.of(me.id()),
                        reviews.feedback(me.id()),
                        tries.told(me.id()),
                        changed.of(me.id()))
                .render();
    }
}
