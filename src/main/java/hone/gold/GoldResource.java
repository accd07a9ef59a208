package hone.gold;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.task.GoldTasks;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Tasks whose answer is known: one is proposed at a time and taken with one key, those in use are listed, and admins say how often they come. */
@Path("/p/{slug}/gold")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class GoldResource {
    private static final List<String> NOTICES = List.of("made", "explained", "retired", "rate");
    private static final int PASSED_MAX = 50;
    private static final int PERCENT_MAX = 30;

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Proposal.Query proposals;
    private final GoldTask.Query golds;
    private final GoldTasks goldTasks;
    private final Project.Repo projects;
    private final Audit audit;

    GoldResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Proposal.Query proposals,
            GoldTask.Query golds,
            GoldTasks goldTasks,
            Project.Repo projects,
            Audit audit) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.proposals = proposals;
        this.golds = golds;
        this.goldTasks = goldTasks;
        this.projects = projects;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "gold")
    static class Templates {
        static native TemplateInstance gold(Shown page);
    }

    /**
     * The page.
     *
     * @param passed proposals to be seen later
     * @param next what the next page of gold begins after
     */
    record Shown(
            Optional<Proposal> proposal,
            String passed,
            List<GoldTask> golds,
            Optional<UUID> next,
            Form form,
            String notice) {
        /** Whether it is the explanation of this task that was just refused. */
        public boolean isAbout(UUID task) {
            return form.about().filter(task::equals).isPresent();
        }

        public int percentMax() {
            return PERCENT_MAX;
        }
    }

    /**
     * What was typed, or is stored.
     *
     * @param about the task whose explanation was refused
     */
    record Form(String percent, Optional<UUID> about, String explanation, Complaints complaints) {
        static Form stored(Project project) {
            return new Form(Integer.toString(project.goldPercent), Optional.empty(), "", Complaints.NONE);
        }

        static Form refused(Project project, UUID about, String explanation, Invalid refused) {
            return new Form(
                    Integer.toString(project.goldPercent), Optional.of(about), explanation, Complaints.of(refused));
        }

        public String error(String field) {
            return complaints.sentence(field);
        }
    }

    @GET
    public Response page(
            String slug,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String passed,
            @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        return page(
                200,
                project,
                Optional.empty(),
                ids(passed),
                ids(after).findFirst(),
                Form.stored(project),
                notice != null && NOTICES.contains(notice) ? notice : "");
    }

    /** Takes a proposal, or leaves it for later. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decide(
            String slug,
            @RestForm("do") @Nullable String chosen,
            @RestForm @Nullable String subject,
            @RestForm @Nullable String explanation,
            @RestForm @Nullable String passed) {
        Project project = here.enter(slug);
        String later = joined(ids(passed));
        UUID task =
                ids(subject).findFirst().orElseThrow(() -> new Conflict("There is no such task. Nothing was changed."));
        if (Typed.line(chosen).equals("later")) {
            return back(slug, "passed=" + joined(Stream.concat(Stream.of(task), ids(passed))));
        }
        Proposal proposal = proposals
                .about(project.id, task, blind.judge())
                .orElseThrow(
                        () -> new Conflict(
                                "This task is not proposed any more: it is gold already, or a judgment of it was taken back. Nothing was changed."));
        String why = Typed.text(explanation);
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                Instant now = Instant.now();
                UUID copy = goldTasks.make(project.id, task, proposal.chosen(), me.id(), now);
                if (!why.isBlank()) {
                    goldTasks.explain(project.id, copy, why, me.id(), now);
                }
            });
        } catch (Invalid refused) {
            // The refused one comes first, whatever was proposed meanwhile.
            Form form = Form.refused(project, task, why, refused);
            return page(400, project, Optional.of(proposal), ids(passed), Optional.empty(), form, "");
        }
        return back(slug, "notice=made" + (later.isEmpty() ? "" : "&passed=" + later));
    }

    /** Says why its answer is right. */
    @POST
    @Path("{task}/explanation")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response explain(String slug, UUID task, @RestForm @Nullable String explanation) {
        Project project = here.enter(slug);
        blind.refuseIfHidden(task);
        String why = Typed.text(explanation);
        try {
            goldTasks.explain(project.id, task, why, me.id(), Instant.now());
        } catch (Invalid refused) {
            Form form = Form.refused(project, task, why, refused);
            return page(400, project, Optional.empty(), Stream.of(), upTo(task), form, "");
        }
        return back(slug, "notice=explained");
    }

    @POST
    @Path("{task}/retire")
    public Response retire(String slug, UUID task) {
        Project project = here.enter(slug);
        blind.refuseIfHidden(task);
        goldTasks.retire(project.id, task, me.id(), Instant.now());
        return back(slug, "notice=retired");
    }

    @POST
    @Path("rate")
    @RolesAllowed(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response rate(String slug, @RestForm @Nullable String percent) {
        Project project = here.enter(slug);
        Optional<Integer> wanted = Typed.whole(percent, 0, PERCENT_MAX);
        if (wanted.isEmpty()) {
            Complaints wrong = new Complaints(Map.of("percent", "A whole number from 0 to " + PERCENT_MAX + "."));
            Form form = new Form(Typed.line(percent), Optional.empty(), "", wrong);
            return page(400, project, Optional.empty(), Stream.of(), Optional.empty(), form, "");
        }
        QuarkusTransaction.requiringNew().run(() -> {
            projects.findById(project.id).goldPercent = wanted.get();
            audit.note(
                    Optional.of(me.id()),
                    Optional.of(project.id),
                    "project.gold-changed",
                    project.id.toString(),
                    Map.of("percent", wanted.get()),
                    Instant.now());
        });
        return back(slug, "notice=rate");
    }

    private Response page(
            int status,
            Project project,
            Optional<Proposal> refused,
            Stream<UUID> passed,
            Optional<UUID> after,
            Form form,
            String notice) {
        UUID[] later = passed.toArray(UUID[]::new);
        List<GoldTask> found = golds.page(project.id, after, blind.judge());
        List<GoldTask> shown = found.stream().limit(GoldTask.Query.PAGE).toList();
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.gold(new Shown(
                        refused.or(() -> proposals.next(project.id, later, blind.judge())),
                        joined(Arrays.stream(later)),
                        shown,
                        found.size() > shown.size()
                                ? Optional.of(shown.getLast().id())
                                : Optional.empty(),
                        form,
                        notice)))
                .build();
    }

    /** What the page of gold that begins with this task begins after. */
    private static Optional<UUID> upTo(UUID task) {
        return Optional.of(new UUID(task.getMostSignificantBits(), task.getLeastSignificantBits() + 1));
    }

    private static Stream<UUID> ids(@Nullable String joined) {
        return Arrays.stream(Typed.line(joined).split(","))
                .flatMap(GoldResource::id)
                .limit(PASSED_MAX);
    }

    private static Stream<UUID> id(String typed) {
        try {
            return Stream.of(UUID.fromString(typed.strip()));
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
    }

    private static String joined(Stream<UUID> ids) {
        return ids.limit(PASSED_MAX).map(UUID::toString).collect(Collectors.joining(","));
    }

    private static Response back(String slug, String query) {
        return Response.seeOther(URI.create("/p/" + slug + "/gold?" + query)).build();
    }
}
