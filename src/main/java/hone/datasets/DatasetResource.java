package hone.datasets;

import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.dataset.FreshJudgments;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.LocalDay;
import hone.web.SentFields;
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
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
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
    private final Dataset.Repo datasets;
    private final DatasetFreezer freezer;
    private final FreshJudgments fresh;
    private final DatasetPages pages;
    private final DefinitionPage definitions;
    private final ShownDatasets shown;
    private final LocalDay day;

    DatasetResource(
            SignedIn me,
            CurrentProject here,
            Dataset.Repo datasets,
            DatasetFreezer freezer,
            FreshJudgments fresh,
            DatasetPages pages,
            DefinitionPage definitions,
            ShownDatasets shown,
            LocalDay day) {
        this.me = me;
        this.here = here;
        this.datasets = datasets;
        this.freezer = freezer;
        this.fresh = fresh;
        this.pages = pages;
        this.definitions = definitions;
        this.shown = shown;
        this.day = day;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance list(
                Project project, List<DatasetPages.Row> datasets, FreshJudgments.Count fresh, String refused);

        static native TemplateInstance page(Project project, ShownDatasets.Shown shown);
    }

    @GET
    public TemplateInstance list(String slug) {
        Project project = here.enter(slug);
        return listed(project, "");
    }

    /** @param refused why nothing was frozen just now; empty if nobody tried */
    private TemplateInstance listed(Project project, String refused) {
        return Templates.list(project, pages.list(project.id), fresh.of(project.id), refused);
    }

    @GET
    @Path("{number}")
    public TemplateInstance page(String slug, String number, @RestQuery @DefaultValue("0") String from) {
        Project project = here.enter(slug);
        Dataset dataset = datasets.numbered(project.id, (int) DatasetNumbers.natural(number));
        long position = DatasetNumbers.natural(from);
        return Templates.page(project, shown.of(dataset, position));
    }

    /** From all judgments, or from those that the fields choose. */
    @POST
    @RolesAllowed(Role.ADMIN)
    public Response freeze(String slug) {
        Project project = here.enter(slug);
        Map<String, List<String>> fields = SentFields.all();
        DefinitionFields.Read read = DefinitionFields.of(fields, ZoneId.of(day.getZone()));
        if (read.complaints().any()) {
            return refused(400, definitions.page(project, fields, read));
        }
        Optional<UUID> by = Optional.of(me.id());
        // A million judgments take longer than a request's transaction may by default.
        try {
            Dataset dataset = QuarkusTransaction.requiringNew()
                    .timeout(FREEZING_SECONDS_MAX)
                    .call(() -> freezer.freeze(project, read.definition(), by, Instant.now()));
            return Response.seeOther(URI.create("/p/" + project.slug + "/datasets/" + dataset.number))
                    .build();
        } catch (Conflict refused) {
            return refused(409, listed(project, refused.sentence()));
        }
    }

    private static Response refused(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page)
                .build();
    }
}
