package hone.judgment;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.Project;
import hone.task.Assignment;
import hone.task.Draft;
import hone.task.Task;
import hone.task.TaskQueue;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.TextLimits;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The page of one assignment, and what can be done there: save, submit, undo. */
@Path("/work/{assignment}")
@RolesAllowed(Role.LABELER)
@RunOnVirtualThread
class WorkResource {
    private static final String HTML = "text/html;charset=utf-8";

    private final SignedIn me;
    private final WorkPages pages;
    private final Assignment.Repo assignments;
    private final Task.Repo tasks;
    private final Project.Repo projects;
    private final Draft.Repo drafts;
    private final TaskQueue queue;
    private final SubmitJudgment submitJudgment;
    private final UndoJudgment undoJudgment;

    WorkResource(
            SignedIn me,
            WorkPages pages,
            Assignment.Repo assignments,
            Task.Repo tasks,
            Project.Repo projects,
            Draft.Repo drafts,
            TaskQueue queue,
            SubmitJudgment submitJudgment,
            UndoJudgment undoJudgment) {
        this.me = me;
        this.pages = pages;
        this.assignments = assignments;
        this.tasks = tasks;
        this.projects = projects;
        this.drafts = drafts;
        this.queue = queue;
        this.submitJudgment = submitJudgment;
        this.undoJudgment = undoJudgment;
    }

    @GET
    @Produces(HTML)
    @Transactional
    public String page(@PathParam("assignment") UUID id, @RestQuery @Nullable String notice) {
        Assignment assignment = assignments.of(id, me.id());
        return pages.page(pages.view(assignment, notice == null ? "" : notice, Instant.now()))
                .render();
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(HTML)
    public Response submit(@PathParam("assignment") UUID id, @BeanParam WorkForm form) {
        Fields fields = form.fields();
        try {
            return switch (submitJudgment.submit(id, me.id(), fields, Instant.now())) {
                case STORED -> next(id, "stored");
                case ALREADY_STORED -> next(id, "already");
                case KEPT_AS_DRAFT ->
                    Response.status(409)
                            .entity(inView(id, view -> pages.lost(view).render()))
                            .build();
            };
        } catch (Invalid refused) {
            String page = inView(
                    id, view -> pages.page(view.with(fields, refused.fields())).render());
            return Response.status(400).entity(page).build();
        }
    }

    /** What a page says about a draft it sent. {@code leaseUntil} is empty when the task is not in this person's hands now. */
    public record Saved(Instant savedAt, Optional<Instant> leaseUntil) {}

    @POST
    @Path("/draft")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    public Response draft(
            @PathParam("assignment") UUID id,
            @BeanParam WorkForm form,
            @RestForm @Nullable String known,
            @RestForm @Nullable String writer) {
        Fields fields = form.fields();
        if (fields.characters() > TextLimits.DRAFT) {
            throw Invalid.field(
                    "text",
                    "A draft of " + fields.characters() + " characters is too long; at most " + TextLimits.DRAFT
                            + " are kept. What was saved before stays.");
        }
        UUID labeler = me.id();
        String page = Typed.line(writer);
        Optional<String> seen = Optional.ofNullable(known).map(Typed::line);
        // As PostgreSQL keeps it: the page names this time when it saves again.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return QuarkusTransaction.requiringNew().call(() -> save(id, labeler, fields, page, seen, now));
    }

    /** What another page of the same person has saved meanwhile. */
    public record Other(Instant savedAt, Map<String, List<String>> fields) {}

    private Response save(UUID id, UUID labeler, Fields fields, String page, Optional<String> seen, Instant now) {
        Assignment assignment = assignments.hold(id, labeler);
        Optional<Draft> other = seen.flatMap(known -> drafts.unknownTo(assignment, fields.values(), page, known));
        if (other.isPresent() && !assignment.is(Assignment.State.JUDGED)) {
            return Response.status(409)
                    .entity(new Other(other.get().savedAt, other.get().fields))
                    .build();
        }
        if (assignment.is(Assignment.State.JUDGED)) {
            throw new Conflict("This task is judged already; the draft was not kept.");
        }
        Project project = projects.findById(tasks.findById(assignment.taskId).projectId);
        Instant until = TaskQueue.leaseEnd(project, now);
        boolean held = switch (assignment.state) {
            case OPEN -> {
                assignments.extend(assignment, until);
                yield true;
            }
            case EXPIRED -> assignments.retake(assignment, until);
            case SKIPPED, RELEASED, JUDGED -> false;
        };
        drafts.keep(assignment, fields.values(), now).writer = page.length() > 40 ? "" : page;
        return Response.ok(new Saved(now, held ? Optional.of(until) : Optional.empty()))
                .build();
    }

    @POST
    @Path("/undo")
    public Response undo(@PathParam("assignment") UUID id) {
        undoJudgment.undo(id, me.id(), Instant.now());
        return Response.seeOther(URI.create("/work/" + id + "?notice=undone")).build();
    }

    /** The next task of the same kind at once; the page of an empty queue when there is none. */
    private Response next(UUID id, String notice) {
        Task task = tasks.findById(assignments.of(id, me.id()).taskId);
        Project project = projects.findById(task.projectId);
        String address = queue.lease(project, task.workKind(), me.id(), Instant.now())
                .map(a -> "/work/" + a.id)
                .orElseGet(() -> "/p/" + project.slug + "/work/" + task.kind);
        return Response.seeOther(URI.create(address + "?notice=" + notice)).build();
    }

    private String inView(UUID id, Function<WorkView, String> render) {
        UUID labeler = me.id();
        return QuarkusTransaction.requiringNew()
                .call(() -> render.apply(pages.view(assignments.of(id, labeler), "", Instant.now())));
    }
}
