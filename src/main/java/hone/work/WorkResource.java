package hone.work;

import hone.judgment.Fields;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.TaskQueue;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.TextLimits;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
    private final Assignments assignments;
    private final SubmitJudgment submitJudgment;
    private final UndoLast undoLast;

    WorkResource(
            SignedIn me, WorkPages pages, Assignments assignments, SubmitJudgment submitJudgment, UndoLast undoLast) {
        this.me = me;
        this.pages = pages;
        this.assignments = assignments;
        this.submitJudgment = submitJudgment;
        this.undoLast = undoLast;
    }

    @GET
    @Produces(HTML)
    @Transactional
    public String page(@PathParam("assignment") UUID id, @RestQuery @Nullable String notice) {
        return pages.page(view(id, me.id(), notice == null ? "" : notice)).render();
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(HTML)
    public Response submit(
            @PathParam("assignment") UUID id,
            @HeaderParam(TaskHeaders.SHOWN_GUIDELINE) @Nullable String guidelineHeader) {
        UUID labeler = me.id();
        Fields fields = WorkForm.sent();
        Optional<String> shownGuideline = Optional.ofNullable(guidelineHeader);
        try {
            return answer(submit(id, labeler, fields, shownGuideline), shownGuideline.isPresent());
        } catch (RefusedForm refused) {
            WorkView view = QuarkusTransaction.requiringNew()
                    .call(() -> pages.view(refused.assignment(), "", Instant.now()))
                    .with(fields, Complaints.of(refused));
            return Response.status(400)
                    .entity(pages.page(shownGuideline.isPresent() ? view.taskAlone() : view)
                            .render())
                    .build();
        }
    }

    /**
     * Where a submission led.
     *
     * @param address of the next page
     * @param shown what to show at once: the next task, or what could not be stored
     */
    private record Step(SubmitJudgment.Outcome outcome, String address, Optional<WorkView> shown) {}

    /**
     * The next task is read after the commit: until then everybody else skips the slots that this transaction holds. If that
     * read fails, the judgment stands, and a form that is sent again is answered as already stored.
     */
    private Step submit(UUID id, UUID labeler, Fields fields, Optional<String> shownGuideline) {
        SubmitJudgment.Submitted done = submitJudgment.submit(id, labeler, fields, Instant.now());
        Assignment judged = done.assignment();
        if (done.outcome() == SubmitJudgment.Outcome.KEPT_AS_DRAFT) {
            return new Step(done.outcome(), "", Optional.of(view(id, labeler, "")));
        }
        if (done.outcome() == SubmitJudgment.Outcome.ANOTHER_STANDS) {
            WorkView standing = view(id, labeler, WorkView.DIFFERS).with(fields, Complaints.NONE);
            return new Step(done.outcome(), "", Optional.of(standing));
        }
        String notice = done.outcome() == SubmitJudgment.Outcome.STORED ? "stored" : "already";
        String address = done.next()
                        .map(next -> "/work/" + next)
                        .orElse("/p/" + judged.project().slug() + "/work/"
                                + judged.kind().wireName())
                + "?notice=" + notice;
        Optional<WorkView> next = shownGuideline.flatMap(version -> done.next()
                .map(assignment -> view(assignment, labeler, notice))
                .filter(view -> view.guideline().versionId().toString().equals(version)));
        return new Step(done.outcome(), address, next);
    }

    private Response answer(Step step, boolean scripted) {
        if (step.outcome() == SubmitJudgment.Outcome.KEPT_AS_DRAFT) {
            return Response.status(409)
                    .entity(pages.lost(step.shown().orElseThrow()).render())
                    .build();
        }
        if (step.outcome() == SubmitJudgment.Outcome.ANOTHER_STANDS) {
            return Response.status(409)
                    .entity(pages.page(step.shown().orElseThrow()).render())
                    .build();
        }
        if (step.shown().isPresent()) {
            WorkView next = step.shown().get().taskAlone();
            return Response.ok(pages.page(next).render())
                    .header(TaskHeaders.NEXT, "/work/" + next.id())
                    .build();
        }
        return scripted
                ? Response.noContent().header(TaskHeaders.GO_TO, step.address()).build()
                : Response.seeOther(URI.create(step.address())).build();
    }

    /**
     * What a page is told about a draft that it sent.
     *
     * @param leaseUntil empty when the task is not in this person's hands now
     * @param member whether they are still a member of the project
     */
    public record Saved(Instant savedAt, Optional<Instant> leaseUntil, boolean member) {}

    @POST
    @Path("/draft")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    public Response draft(
            @PathParam("assignment") UUID id, @RestForm @Nullable String known, @RestForm @Nullable String writer) {
        Fields fields = WorkForm.sent();
        if (fields.characters() > TextLimits.DRAFT) {
            throw Invalid.field(
                    "text",
                    "A draft of " + fields.characters() + " characters is too long; at most " + TextLimits.DRAFT
                            + " are kept. What was saved before stays.");
        }
        UUID labeler = me.id();
        String page = Typed.line(writer);
        Optional<String> seen = Optional.ofNullable(known).map(Typed::line);
        // With PostgreSQL's precision: the page sends this time back when it saves again.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return QuarkusTransaction.requiringNew().call(() -> save(id, labeler, fields, page, seen, now));
    }

    /** What another page of the same person has saved meanwhile. */
    public record Other(Instant savedAt, Map<String, List<String>> fields) {}

    private Response save(UUID id, UUID labeler, Fields fields, String page, Optional<String> seen, Instant now) {
        Assignment assignment = assignments.hold(id, labeler);
        if (assignment.is(Assignment.State.JUDGED)) {
            throw new Conflict("This task is judged already; the draft was not kept.");
        }
        Optional<Assignment.Draft> other = seen.flatMap(
                known -> assignment.draft().filter(draft -> draft.isUnknownTo(fields.values(), page, known)));
        if (other.isPresent()) {
            return Response.status(409)
                    .entity(new Other(other.get().savedAt(), other.get().fields()))
                    .build();
        }
        Instant until = TaskQueue.leaseEnd(assignment.project(), now);
        boolean held = switch (assignment.state()) {
            case OPEN -> {
                assignments.extend(assignment, until);
                yield true;
            }
            case EXPIRED -> assignments.retake(assignment, until).isPresent();
            case SKIPPED, RELEASED, JUDGED -> false;
        };
        assignments.keepDraft(assignment, fields.values(), page.length() > 40 ? "" : page, now);
        return Response.ok(new Saved(
                        now,
                        held ? Optional.of(until) : Optional.empty(),
                        assignment.person().member()))
                .build();
    }

    @POST
    @Path("/undo")
    public Response undo(@PathParam("assignment") UUID id) {
        String notice = undoLast.undo(id, me.id(), Instant.now());
        return Response.seeOther(URI.create("/work/" + id + "?notice=" + notice))
                .build();
    }

    private WorkView view(UUID id, UUID labeler, String notice) {
        return pages.view(assignments.of(id, labeler), notice, Instant.now());
    }
}
