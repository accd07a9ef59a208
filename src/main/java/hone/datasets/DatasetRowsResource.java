package hone.datasets;

import hone.dataset.Dataset;
import hone.dataset.Words;
import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.web.Invalid;
import hone.web.Typed;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestQuery;

/** The rows of a dataset, for reading and searching. */
@Path("/p/{slug}/datasets/{number}/rows")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class DatasetRowsResource {
    private static final int SEARCHED_LETTERS_MAX = 200;

    private final CurrentProject here;
    private final Blind blind;
    private final Dataset.Repo datasets;
    private final RowPages pages;

    DatasetRowsResource(CurrentProject here, Blind blind, Dataset.Repo datasets, RowPages pages) {
        this.here = here;
        this.blind = blind;
        this.datasets = datasets;
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance rows(Project project, Listed listed);
    }

    /**
     * What the page shows.
     *
     * @param q what is looked for, as typed
     * @param nothingToLookFor signs were typed, but no word
     */
    record Listed(Dataset dataset, String q, boolean nothingToLookFor, long from, RowPages.Page page) {
        public boolean searched() {
            return !q.isEmpty();
        }

        /** The percentage of rows that can't be searched yet. */
        public long percentGathered() {
            return dataset.rows == 0 ? 100 : 100 * dataset.searchable / dataset.rows;
        }

        public boolean hiding() {
            return page.lines().stream().anyMatch(RowPages.Line::hidden);
        }
    }

    @GET
    public TemplateInstance rows(
            String slug,
            String number,
            @RestQuery @DefaultValue("") String q,
            @RestQuery @DefaultValue("0") String from) {
        Project project = here.enter(slug);
        Dataset dataset = datasets.numbered(project.id, (int) DatasetNumbers.natural(number));
        long first = DatasetNumbers.natural(from);
        String typed = Typed.line(q);
        if (typed.length() > SEARCHED_LETTERS_MAX) {
            throw Invalid.field("q", "Search for " + SEARCHED_LETTERS_MAX + " letters at most.");
        }
        boolean searched = Words.any(typed);
        RowPages.Page page = searched
                ? pages.with(typed, dataset.id, first, blind.judge())
                : pages.all(dataset.id, first, blind.judge());
        return Templates.rows(project, new Listed(dataset, typed, !searched && !typed.isEmpty(), first, page));
    }
}
