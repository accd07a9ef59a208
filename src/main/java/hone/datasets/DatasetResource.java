package hone.datasets;

import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.dataset.FreshJudgments;
import hone.dataset.Publication;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.run.Stage;
import hone.task.Blind;
import hone.web.Conflict;
import hone.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
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
import org.jboss.resteasy.reactive.RestQuery;

/** Frozen datasets: the list, one of them, and the button that freezes. */
@Path("/p/{slug}/datasets")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class DatasetResource {
    private static final int FREEZING_SECONDS_MAX = 900;

    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Dataset.Repo datasets;
    private final Publication.Repo publications;
    private final DatasetFreezer freezer;
    private final FreshJudgments fresh;
    private final DatasetPages pages;

    DatasetResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            Dataset.Repo datasets,
            Publication.Repo publications,
            DatasetFreezer freezer,
            FreshJudgments fresh,
            DatasetPages pages) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.datasets = datasets;
        this.publications = publications;
        this.freezer = freezer;
        this.fresh = fresh;
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance list(
                Project project, List<DatasetPages.Row> datasets, FreshJudgments.Count fresh, String refused);

        static native TemplateInstance page(Project project, Shown shown);
    }

    /** All that one dataset's page shows. */
    record Shown(
            Dataset dataset,
            DatasetPages.Facts facts,
            List<DatasetPages.KindCount> kinds,
            List<DatasetPages.PersonCount> people,
            List<DatasetPages.GuidelineCount> guidelines,
            List<Publication> publications,
            List<DatasetPages.RunLine> runs,
            List<DatasetPages.MemberLine> members,
            long from) {
        public Optional<Publication> published() {
            return publications.stream().filter(p -> p.place().isPresent()).findFirst();
        }

        public long train() {
            return kinds.stream().mapToLong(DatasetPages.KindCount::train).sum();
        }

        public long heldOut() {
            return kinds.stream().mapToLong(DatasetPages.KindCount::heldOut).sum();
        }

        /** What was made from it, newest first. */
        public List<String> models() {
            return runs.stream().flatMap(r -> r.model().stream()).toList();
        }

        public long simulatedPercent() {
            long judged = dataset.manifest.labelers().values().stream()
                    .mapToLong(n -> n)
                    .sum();
            return judged == 0 ? 0 : Math.round(100.0 * dataset.manifest.simulatedJudgments() / judged);
        }

        /** What can be trained from it, in this order. */
        public List<Stage> trainStages() {
            return Stage.training();
        }

        public boolean hiding() {
            return members.stream().anyMatch(DatasetPages.MemberLine::hidden);
        }

        /** Where the next page of members begins; empty on the last one. */
        public Optional<Long> next() {
            return members.isEmpty() || members.getLast().position() + 1 >= dataset.rows
                    ? Optional.empty()
                    : Optional.of(members.getLast().position() + 1);
        }
    }

    @GET
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        return listed(project, "");
    }

    /** @param refused why nothing was frozen just now; empty when nobody tried */
    private TemplateInstance listed(Project project, String refused) {
        return Templates.list(project, pages.list(project.id), fresh.of(project.id), refused);
    }

    @GET
    @Path("{number}")
    public TemplateInstance page(String slug, String number, @RestQuery @DefaultValue("0") String from) {
        Project project = here.enter(slug);
        Dataset dataset = datasets.numbered(project.id, (int) natural(number));
        long position = natural(from);
        return Templates.page(
                project,
                new Shown(
                        dataset,
                        pages.facts(dataset.id),
                        pages.kinds(dataset.id),
                        blind.isSeeing() ? pages.people(dataset.id) : List.of(),
                        pages.guidelines(dataset.id),
                        publications.of(dataset.id),
                        pages.runs(dataset.id),
                        blind.isSeeing() ? pages.members(dataset.id, position, blind.judge()) : List.of(),
                        position));
    }

    @POST
    @RolesAllowed(Role.ADMIN)
    public Response freeze(String slug) {
        Project project = here.enter(slug);
        Optional<UUID> by = Optional.of(me.id());
        // A million judgments take longer than a request's transaction may by default.
        try {
            Dataset dataset = QuarkusTransaction.requiringNew()
                    .timeout(FREEZING_SECONDS_MAX)
                    .call(() -> freezer.freeze(project, by, Instant.now()));
            return Response.seeOther(URI.create("/p/" + project.slug + "/datasets/" + dataset.number))
                    .build();
        } catch (Conflict refused) {
            return Response.status(409)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(listed(project, refused.sentence()))
                    .build();
        }
    }

    /** A number in an address; anything else is a page that is not there. */
    private static long natural(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new NotFound("number " + text);
        }
        return Long.parseLong(text);
    }
}
