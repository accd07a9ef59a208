package hone.comments;

import hone.comment.CommentThread;
import hone.comment.Comments;
import hone.judgment.RefusalMessages;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.review.Reviews;
import hone.task.Blind;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.ReaderLanguage;
import hone.web.Typed;
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
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * What is said about one person's judgment. Its author reads and writes there, and so do reviewers and admins who may see the judgment;
 * nobody else, and least of all somebody who may still judge the task.
 */
@Path("/p/{slug}/comments/{assignment}")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class CommentResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final CommentedWork.Query works;
    private final Comments comments;
    private final Reviews reviews;

    CommentResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            CommentedWork.Query works,
            Comments comments,
            Reviews reviews) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.works = works;
        this.comments = comments;
        this.reviews = reviews;
    }

    @CheckedTemplate(basePath = "comments")
    static class Templates {
        /** @param mine whether the reader judged */
        static native TemplateInstance comments(CommentedWork work, boolean mine, CommentThread thread);
    }

    @GET
    public Response read(String slug, UUID assignment) {
        CommentedWork work = work(here.enter(slug), assignment);
        return page(200, work, thread(slug, work));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response write(
            String slug, UUID assignment, @RestForm @Nullable String comment, @RestForm @Nullable String from) {
        Project project = here.enter(slug);
        CommentedWork work = work(project, assignment);
        String typed = Typed.text(comment).strip();
        try {
            comments.write(
                    new Comments.About(project.id, assignment, work.author()),
                    me.id(),
                    typed,
                    reviews.reviewers(work.assignment()),
                    Instant.now());
        } catch (Invalid refused) {
            return page(
                    400,
                    work,
                    thread(slug, work).refused(typed, Complaints.of(refused).sentence("comment")));
        }
        boolean reviewing = me.isReviewing() && Typed.line(from).equals(CommentThread.From.REVIEW.name());
        return Response.seeOther(
                        URI.create(reviewing ? "/p/" + slug + "/review?notice=commented" : address(slug, assignment)))
                .build();
    }

    @POST
    @Path("{comment}/delete")
    public Response delete(String slug, UUID assignment, UUID comment) {
        work(here.enter(slug), assignment);
        comments.delete(assignment, comment, me.id(), Instant.now());
        return Response.seeOther(URI.create(address(slug, assignment))).build();
    }

    private CommentedWork work(Project project, UUID assignment) {
        CommentedWork work = works.of(project.id, assignment)
                .orElseThrow(() -> new NotFound("judgment in assignment " + assignment));
        UUID task = work.assignment().slot().task();
        if (work.author().equals(me.id())) {
            if (!blind.askedAgain(List.of(task)).isEmpty()) {
                throw new Conflict(ReaderLanguage.words(RefusalMessages.class).hiddenWhileAskedAgain());
            }
            return work;
        }
        if (!me.isReviewing()) {
            throw new NotFound("judgment in assignment " + assignment);
        }
        blind.refuseIfHidden(task);
        return work;
    }

    private CommentThread thread(String slug, CommentedWork work) {
        UUID assignment = work.assignment().id();
        return CommentThread.of(slug, assignment, comments.of(assignment), me.id(), Instant.now());
    }

    private Response page(int status, CommentedWork work, CommentThread thread) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.comments(work, work.author().equals(me.id()), thread)
                        .render())
                .build();
    }

    private static String address(String slug, UUID assignment) {
        return "/p/" + slug + "/comments/" + assignment + "#comments";
    }
}
