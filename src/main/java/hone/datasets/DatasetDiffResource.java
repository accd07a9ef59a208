package hone.datasets;

import hone.dataset.Dataset;
import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.task.Blind;
import hone.web.NotFound;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** Compares a dataset with an earlier one. */
@Path("/p/{slug}/datasets/{number}/diff")
@RolesAllowed({Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class DatasetDiffResource {
    private final CurrentProject here;
    private final Blind blind;
    private final Dataset.Repo datasets;
    private final DatasetDiff diff;

    DatasetDiffResource(CurrentProject here, Blind blind, Dataset.Repo datasets, DatasetDiff diff) {
        this.here = here;
        this.blind = blind;
        this.datasets = datasets;
        this.diff = diff;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance diff(Project project, Compared compared);
    }

    /**
     * What the page shows.
     *
     * @param others numbers that it can be compared with
     */
    record Compared(
            Dataset older,
            Dataset newer,
            List<Integer> others,
            Map<DatasetDiff.What, Long> counts,
            DatasetDiff.What what,
            int from,
            List<DatasetDiff.Line> lines) {
        public List<DatasetDiff.What> whats() {
            return Arrays.asList(DatasetDiff.What.values());
        }

        public long count(DatasetDiff.What of) {
            return counts.getOrDefault(of, 0L);
        }

        public boolean same() {
            return older.sha256.equals(newer.sha256);
        }

        public boolean more() {
            return count(what) > DatasetDiff.LISTED_MAX;
        }

        public Optional<Integer> next() {
            int after = from + DatasetDiff.LINES;
            return after < Math.min(count(what), DatasetDiff.LISTED_MAX) ? Optional.of(after) : Optional.empty();
        }

        public boolean hiding() {
            return lines.stream().anyMatch(DatasetDiff.Line::hidden);
        }
    }

    /** @param with number of the dataset to compare with; without it, the one before */
    @GET
    public TemplateInstance compare(
            String slug,
            String number,
            @RestQuery Optional<String> with,
            @RestQuery Optional<String> what,
            @RestQuery @DefaultValue("0") String from) {
        Project project = here.enter(slug);
        Dataset one = datasets.numbered(project.id, (int) DatasetNumbers.natural(number));
        int chosen = with.map(typed -> (int) DatasetNumbers.natural(typed)).orElse(Math.max(1, one.number - 1));
        Dataset other = datasets.numbered(project.id, chosen);
        Dataset older = one.number < other.number ? one : other;
        Dataset newer = one.number < other.number ? other : one;
        DatasetDiff.Pair pair = new DatasetDiff.Pair(older.id, newer.id);
        Map<DatasetDiff.What, Long> counts = diff.counts(pair);
        DatasetDiff.What shown = what.map(
                        word -> DatasetDiff.What.named(word).orElseThrow(() -> new NotFound("change " + word)))
                .orElseGet(() -> Arrays.stream(DatasetDiff.What.values())
                        .filter(any -> counts.getOrDefault(any, 0L) > 0)
                        .findFirst()
                        .orElse(DatasetDiff.What.IN));
        int first = (int) DatasetNumbers.natural(from);
        return Templates.diff(
                project,
                new Compared(
                        older,
                        newer,
                        datasets.numbersBeside(project.id, one.number),
                        counts,
                        shown,
                        first,
                        diff.lines(pair, shown, first, blind.judge())));
    }
}
