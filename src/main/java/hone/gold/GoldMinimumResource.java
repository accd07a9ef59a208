package hone.gold;

import hone.evaluation.Share;
import hone.kind.WorkKind;
import hone.labeler.Labeler;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Membership;
import hone.project.Project;
import hone.task.GoldFound;
import hone.task.GoldMinimum;
import hone.task.GoldMinimums;
import hone.task.GoldTasks;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Sql;
import hone.web.Typed;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
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

/** Admins say how often gold has to be found before work is handed out, and let single people start anew. */
@Path("/p/{slug}/gold/minimum")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class GoldMinimumResource {
    private static final List<String> NOTICES = List.of("saved", "anew");
    private static final int PERCENT_PROPOSED = 70;
    private static final int LEAST_PROPOSED = 20;

    private final SignedIn me;
    private final CurrentProject here;
    private final GoldMinimums minimums;
    private final Measured.Query measured;
    private final Labeler.Repo labelers;

    GoldMinimumResource(
            SignedIn me, CurrentProject here, GoldMinimums minimums, Measured.Query measured, Labeler.Repo labelers) {
        this.me = me;
        this.here = here;
        this.minimums = minimums;
        this.measured = measured;
        this.labelers = labelers;
    }

    @CheckedTemplate(basePath = "gold")
    static class Templates {
        static native TemplateInstance minimum(List<Shown> kinds, String notice);
    }

    /** What is stored or was typed. */
    record Form(WorkKind kind, boolean required, String percent, String least, String username) {}

    /**
     * One kind of work.
     *
     * @param missing people who miss the minimum that is in force, as they were measured last
     */
    record Shown(Form form, List<Measured> missing, Complaints complaints) {
        public String error(String field) {
            return complaints.sentence(field);
        }
    }

    /** How often somebody has found gold, in all. */
    record Measured(String username, String name, long found, Share share) {
        @ApplicationScoped
        static class Query {
            private static final int PEOPLE_MAX = 1000;

            private final Sql sql;

            Query(Sql sql) {
                this.sql = sql;
            }

            /** As it was counted for the pages of quality. */
            List<Measured> missing(GoldMinimum minimum) {
                return sql
                        .list(
                                """
                                select l.username, l.display_name, q.gold_found, q.gold_of
                                from (select * from quality_labeler where project_id = ? and kind = ? and gold_of >= ?
                                      order by labeler_id limit %d) q
                                cross join lateral (select * from labeler where id = q.labeler_id offset 0) l
                                order by lower(l.display_name), l.username""".formatted(PEOPLE_MAX),
                                c -> new Measured(
                                        c.text("username"),
                                        c.text("display_name"),
                                        c.number("gold_found"),
                                        new Share(
                                                (double) c.number("gold_found") / c.number("gold_of"),
                                                c.number("gold_of"))),
                                minimum.project(),
                                minimum.kind().wireName(),
                                minimum.least())
                        .stream()
                        .filter(one -> minimum.isMissedBy(one.share()))
                        .toList();
            }
        }
    }

    @GET
    public Response page(String slug, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        return page(
                200,
                project,
                Optional.empty(),
                Complaints.NONE,
                notice != null && NOTICES.contains(notice) ? notice : "");
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response save(
            String slug,
            @RestForm @Nullable String kind,
            @RestForm @Nullable String required,
            @RestForm @Nullable String percent,
            @RestForm @Nullable String least) {
        Project project = here.enter(slug);
        WorkKind of = kind(kind);
        if (required == null) {
            minimums.requireNone(project.id, of, me.id(), Instant.now());
            return back(slug, "saved");
        }
        Complaints.Collector complaints = new Complaints.Collector();
        int share = complaints.need(
                Typed.whole(percent, GoldMinimum.PERCENT.min(), GoldMinimum.PERCENT.max()),
                "percent",
                GoldMinimum.PERCENT.sentence(),
                0);
        int answers = complaints.need(
                Typed.whole(least, GoldMinimum.LEAST.min(), GoldMinimum.LEAST.max()),
                "least",
                GoldMinimum.LEAST.sentence(),
                0);
        if (complaints.complaints().any()) {
            Form typed = new Form(of, true, Typed.line(percent), Typed.line(least), "");
            return page(400, project, Optional.of(typed), complaints.complaints(), "");
        }
        minimums.require(project.id, of, share, answers, me.id(), Instant.now());
        return back(slug, "saved");
    }

    /** Somebody's answers so far count for nothing. */
    @POST
    @Path("anew")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response anew(String slug, @RestForm @Nullable String kind, @RestForm @Nullable String username) {
        Project project = here.enter(slug);
        WorkKind of = kind(kind);
        String typed = Typed.line(username);
        try {
            String name = Membership.username(typed);
            UUID labeler = labelers.byUsername(name)
                    .map(found -> found.id)
                    .orElseThrow(() -> Invalid.field(
                            "username", "Nobody called " + name + " has worked here. Nothing was changed."));
            minimums.countAnew(new GoldFound.Whose(project.id, of, labeler), me.id(), Instant.now());
        } catch (Invalid refused) {
            Form stored = stored(project, of);
            Form shown = new Form(of, stored.required(), stored.percent(), stored.least(), typed);
            return page(400, project, Optional.of(shown), Complaints.of(refused), "");
        }
        return back(slug, "anew");
    }

    private static WorkKind kind(@Nullable String typed) {
        return WorkKind.named(Typed.line(typed))
                .filter(GoldTasks.KINDS::contains)
                .orElseThrow(() -> new Conflict("There is no gold of this kind of work. Nothing was changed."));
    }

    private Form stored(Project project, WorkKind kind) {
        return minimums.of(project.id, kind)
                .map(one -> new Form(kind, true, Integer.toString(one.percent()), Integer.toString(one.least()), ""))
                .orElseGet(() -> new Form(
                        kind, false, Integer.toString(PERCENT_PROPOSED), Integer.toString(LEAST_PROPOSED), ""));
    }

    private Response page(int status, Project project, Optional<Form> refused, Complaints complaints, String notice) {
        List<Shown> shown = GoldTasks.KINDS.stream()
                .map(kind -> {
                    Optional<Form> typed = refused.filter(form -> form.kind() == kind);
                    return new Shown(
                            typed.orElseGet(() -> stored(project, kind)),
                            minimums.of(project.id, kind).map(measured::missing).orElse(List.of()),
                            typed.isPresent() ? complaints : Complaints.NONE);
                })
                .toList();
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.minimum(shown, notice).render())
                .build();
    }

    private static Response back(String slug, String notice) {
        return Response.seeOther(URI.create("/p/" + slug + "/gold/minimum?notice=" + notice))
                .build();
    }
}
