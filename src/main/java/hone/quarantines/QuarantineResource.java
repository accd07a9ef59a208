package hone.quarantines;

import hone.dataset.ScanFinding;
import hone.dataset.ScanFindings;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.project.ScanPolicy;
import hone.quarantine.DecideHeldBack;
import hone.quarantine.Quarantine;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.task.Blind;
import hone.web.Conflict;
import hone.web.NotFound;
import hone.web.Typed;
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
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Judgments that a scan holds back: one at a time, decided with one key, and the next one follows at once; or a whole finding. */
@Path("/p/{slug}/quarantine")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class QuarantineResource {
    private static final UUID START = new UUID(0, 0);
    private static final List<String> NOTICES = List.of("released", "kept-out", "all-released", "all-kept-out", "some");
    private static final String CHOOSE = "Choose what to do: release or keep out.";

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Quarantine quarantine;
    private final ScanFindings findings;
    private final DecideHeldBack decide;
    private final Assignments assignments;
    private final HeldBack.Query rows;

    QuarantineResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Quarantine quarantine,
            ScanFindings findings,
            DecideHeldBack decide,
            Assignments assignments,
            HeldBack.Query rows) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.quarantine = quarantine;
        this.findings = findings;
        this.decide = decide;
        this.assignments = assignments;
        this.rows = rows;
    }

    /**
     * @param finding where to begin; empty: with the oldest
     * @param passed the judgment after which to go on
     * @param before the decision before which to list those that were decided
     */
    @GET
    public Response next(
            String slug,
            @RestQuery @Nullable String finding,
            @RestQuery @Nullable String passed,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        HeldBack.Reader reader = reader(project);
        Optional<HeldBack> last = id(Typed.line(passed)).flatMap(id -> rows.of(project.id, id));
        UUID from =
                last.map(HeldBack::finding).or(() -> id(Typed.line(finding))).orElse(START);
        UUID after = last.map(HeldBack::id).orElse(START);
        QuarantinePages.Below below = below(reader, id(Typed.line(before)));
        String said = said(Typed.line(notice));
        return rows.next(reader, from, after)
                .map(held -> html(200, QuarantinePages.held(shown(reader, held, below, "", said))))
                .orElseGet(() -> html(
                        200,
                        QuarantinePages.nothing(new QuarantinePages.Nothing(
                                quarantine.waiting(project.id),
                                !from.equals(START),
                                project.scan() == ScanPolicy.ON,
                                below,
                                said))));
    }

    @GET
    @Path("{id}")
    public Response one(String slug, UUID id) {
        Project project = here.enter(slug);
        HeldBack.Reader reader = reader(project);
        HeldBack held = undecided(project, id);
        return html(200, QuarantinePages.held(shown(reader, held, below(reader, Optional.empty()), "", "")));
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decide(String slug, UUID id, @RestForm("do") @Nullable String chosen) {
        Project project = here.enter(slug);
        HeldBack.Reader reader = reader(project);
        HeldBack held = rows.of(project.id, id).orElseThrow(() -> new NotFound("judgment in quarantine " + id));
        blind.refuseIfHidden(held.task());
        finding(reader, held.finding());
        DecideHeldBack.Reviewer reviewer = reviewer(project);
        switch (Typed.line(chosen)) {
            case "release" -> decide.release(reviewer, id);
            case "keep" -> decide.keepOut(reviewer, id);
            default -> {
                return html(
                        400,
                        QuarantinePages.held(
                                shown(reader, undecided(project, id), below(reader, Optional.empty()), CHOOSE, "")));
            }
        }
        return on(
                slug, "?passed=" + id + "&notice=" + (Typed.line(chosen).equals("release") ? "released" : "kept-out"));
    }

    /** Everything that a finding holds back, to be decided at once. */
    @GET
    @Path("findings/{finding}")
    public Response whole(
            String slug, UUID finding, @RestQuery @Nullable String after, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        return html(
                200,
                QuarantinePages.finding(whole(
                        reader(project), finding, id(Typed.line(after)).orElse(START), "", said(Typed.line(notice)))));
    }

    @POST
    @Path("findings/{finding}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decideWhole(String slug, UUID finding, @RestForm("do") @Nullable String chosen) {
        Project project = here.enter(slug);
        HeldBack.Reader reader = reader(project);
        QuarantinePages.Whole shown = whole(reader, finding, START, "", "");
        switch (Typed.line(chosen)) {
            case "release" -> decide.releaseAll(reviewer(project), finding);
            case "keep" -> decide.keepOutAll(reviewer(project), finding);
            default -> {
                return html(400, QuarantinePages.finding(whole(reader, finding, START, CHOOSE, "")));
            }
        }
        if (shown.count() > 0 && rows.waiting(reader, finding) > 0) {
            return on(slug, "/findings/" + finding + "?notice=some");
        }
        return on(slug, "?notice=" + (Typed.line(chosen).equals("release") ? "all-released" : "all-kept-out"));
    }

    private HeldBack undecided(Project project, UUID id) {
        HeldBack held = rows.of(project.id, id).orElseThrow(() -> new NotFound("judgment in quarantine " + id));
        if (!rows.isUndecided(id)) {
            throw new Conflict("Somebody has decided about this judgment meanwhile. Nothing was changed.");
        }
        return held;
    }

    private QuarantinePages.Held shown(
            HeldBack.Reader reader, HeldBack held, QuarantinePages.Below below, String error, String notice) {
        if (held.author().equals(me.id())) {
            throw new Conflict("This is your own judgment; somebody else decides about it.");
        }
        blind.refuseIfHidden(held.task());
        Assignment assignment = assignments.of(held.assignment(), held.worker());
        return new QuarantinePages.Held(
                held,
                finding(reader, held.finding()),
                assignment,
                rows.choices(held, assignment, reader.judge()),
                quarantine.waiting(reader.project()),
                below,
                error,
                notice);
    }

    private QuarantinePages.Whole whole(HeldBack.Reader reader, UUID finding, UUID after, String error, String notice) {
        return new QuarantinePages.Whole(
                finding(reader, finding),
                rows.waiting(reader, finding),
                rows.lines(reader, finding, after),
                error,
                notice);
    }

    /** One that is hidden from the reader is not there. */
    private ScanFinding finding(HeldBack.Reader reader, UUID finding) {
        return findings.of(reader.project(), finding, reader.judge())
                .orElseThrow(() -> new NotFound("finding " + finding));
    }

    private QuarantinePages.Below below(HeldBack.Reader reader, Optional<UUID> before) {
        return new QuarantinePages.Below(
                findings.waiting(reader.project(), reader.judge()), rows.decided(reader, before), before.isPresent());
    }

    private HeldBack.Reader reader(Project project) {
        return new HeldBack.Reader(project.id, me.id(), blind.judge());
    }

    private DecideHeldBack.Reviewer reviewer(Project project) {
        return new DecideHeldBack.Reviewer(project.id, me.id(), blind.judge(), Instant.now());
    }

    private static String said(String notice) {
        return NOTICES.contains(notice) ? notice : "";
    }

    private static Optional<UUID> id(String typed) {
        try {
            return Optional.of(UUID.fromString(typed.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Response html(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page.render())
                .build();
    }

    private static Response on(String slug, String further) {
        return Response.seeOther(URI.create("/p/" + slug + "/quarantine" + further))
                .build();
    }
}
