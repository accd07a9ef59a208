package hone.home;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.pause.Pauses;
import hone.review.Reviews;
import hone.web.LocalDay;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Today, and the list of keys. */
@Path("/")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class HomeResource {
    private final SignedIn me;
    private final Today today;
    private final LocalDay day;
    private final MyQuestions questions;
    private final Reviews reviews;
    private final Duties duties;
    private final Pauses pauses;

    HomeResource(
            SignedIn me,
            Today today,
            LocalDay day,
            MyQuestions questions,
            Reviews reviews,
            Duties duties,
            Pauses pauses) {
        this.me = me;
        this.today = today;
        this.day = day;
        this.questions = questions;
        this.reviews = reviews;
        this.duties = duties;
        this.pauses = pauses;
    }

    @CheckedTemplate(basePath = "home")
    static class Templates {
        static native TemplateInstance home(
                Today.View view,
                String notice,
                List<MyQuestions.MyQuestion> questions,
                List<Reviews.Feedback> feedback,
                List<Pauses.Where> paused,
                Duties.Waiting duties);

        static native TemplateInstance keys();
    }

    @GET
    @Path("home")
    @Produces("text/html;charset=utf-8")
    public String home(@RestQuery @Nullable String notice) {
        return Templates.home(
                        today.of(me.id(), day.start(Instant.now())),
                        notice == null ? "" : notice,
                        questions.of(me.id()),
                        reviews.feedback(me.id()),
                        pauses.of(me.id()),
                        me.has(Role.ADMIN) ? duties.all() : Duties.none())
                .render();
    }

    @GET
    @Path("keys")
    @Produces("text/html;charset=utf-8")
    public String keys() {
        return Templates.keys().render();
    }
}
