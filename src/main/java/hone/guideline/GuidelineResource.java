package hone.guideline;

import hone.kind.WorkKind;
import hone.labeler.Labeler;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Addresses;
import hone.web.NotFound;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Guidelines as members read them: the newest, every version ever published, and what changed between any two. */
@Path("/p/{slug}/guidelines")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class GuidelineResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Guideline.Repo guidelines;
    private final GuidelineVersion.Repo versions;
    private final GuidelineDraft.Repo drafts;
    private final Labeler.Repo labelers;
    private final GuidelineReading reading;
    private final Questions questions;

    GuidelineResource(
            SignedIn me,
            CurrentProject here,
            Guideline.Repo guidelines,
            GuidelineVersion.Repo versions,
            GuidelineDraft.Repo drafts,
            Labeler.Repo labelers,
            GuidelineReading reading,
            Questions questions) {
        this.me = me;
        this.here = here;
        this.guidelines = guidelines;
        this.versions = versions;
        this.drafts = drafts;
        this.labelers = labelers;
        this.reading = reading;
        this.questions = questions;
    }

    @GET
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        List<GuidelinePages.Row> rows = new ArrayList<>();
        for (WorkKind kind : WorkKind.values()) {
            guidelines.of(project.id, kind).ifPresent(guideline -> {
                GuidelineVersion newest = versions.history(guideline.id).getFirst();
                Optional<GuidelineDraft> draft = drafts.findByIdOptional(guideline.id);
                rows.add(new GuidelinePages.Row(
                        kind,
                        newest.number,
                        newest.note,
                        newest.publishedAt,
                        Rules.of(newest.markdown).all().size(),
                        draft.isPresent(),
                        draft.filter(GuidelineDraft::fromFile).isPresent()));
            });
        }
        return GuidelinePages.guidelines(rows, questions.open(project.id));
    }

    @GET
    @Path("{kind}")
    public TemplateInstance newest(String slug, String kind) {
        List<GuidelineVersion> history = history(here.enter(slug), kind);
        return shown(known(kind), history, history.getFirst());
    }

    @GET
    @Path("{kind}/versions/{number}")
    public TemplateInstance version(String slug, String kind, int number) {
        List<GuidelineVersion> history = history(here.enter(slug), kind);
        return shown(known(kind), history, numbered(history, number));
    }

    /** A person confirms that they have read a version. Our script stays on its page; without it the page is opened again. */
    @POST
    @Path("{kind}/versions/{number}/read")
    public Response read(
            String slug,
            String kind,
            int number,
            @HeaderParam("Referer") @Nullable String from,
            @HeaderParam("HX-Request") @Nullable String scripted) {
        GuidelineVersion version = numbered(history(here.enter(slug), kind), number);
        reading.confirm(version.id, me.id(), Instant.now());
        return scripted == null
                ? Response.seeOther(Addresses.back(from, "/p/" + slug + "/guidelines/" + kind))
                        .build()
                : Response.ok("").build();
    }

    @GET
    @Path("{kind}/history")
    public TemplateInstance history(
            String slug, String kind, @RestQuery Optional<Integer> from, @RestQuery Optional<Integer> to) {
        List<GuidelineVersion> history = history(here.enter(slug), kind);
        GuidelineVersion after = to.map(n -> numbered(history, n)).orElse(history.getFirst());
        GuidelineVersion before = from.map(n -> numbered(history, n)).orElseGet(() -> previous(history, after));
        List<GuidelinePages.Version> rows = history.stream().map(this::row).toList();
        return GuidelinePages.history(
                known(kind), rows, before.number, after.number, TextChanges.between(before.markdown, after.markdown));
    }

    private TemplateInstance shown(WorkKind kind, List<GuidelineVersion> history, GuidelineVersion version) {
        TextChanges changes = TextChanges.between(previous(history, version).markdown, version.markdown);
        return GuidelinePages.guideline(new GuidelinePages.Shown(
                kind,
                row(version),
                history.getFirst().number,
                Rules.of(version.markdown),
                changes,
                me.has(Role.LABELER) && reading.unread(version.id, me.id()).isPresent()));
    }

    private List<GuidelineVersion> history(Project project, String kind) {
        return guidelines
                .of(project.id, known(kind))
                .map(guideline -> versions.history(guideline.id))
                .filter(history -> !history.isEmpty())
                .orElseThrow(() -> new NotFound("guideline " + kind));
    }

    private static WorkKind known(String kind) {
        return WorkKind.named(kind).orElseThrow(() -> new NotFound("guideline " + kind));
    }

    private GuidelinePages.Version row(GuidelineVersion version) {
        String by = Optional.ofNullable(version.publishedBy)
                .flatMap(labelers::findByIdOptional)
                .map(l -> l.displayName)
                .orElse("");
        return new GuidelinePages.Version(version.number, version.note, version.publishedAt, by);
    }

    private static GuidelineVersion numbered(List<GuidelineVersion> history, int number) {
        return history.stream()
                .filter(v -> v.number == number)
                .findFirst()
                .orElseThrow(() -> new NotFound("version " + number));
    }

    /** The version before this one; for the first, itself. */
    private static GuidelineVersion previous(List<GuidelineVersion> history, GuidelineVersion version) {
        return history.stream()
                .filter(v -> v.number < version.number)
                .findFirst()
                .orElse(version);
    }
}
