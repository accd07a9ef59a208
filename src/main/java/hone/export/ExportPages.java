package hone.export;

import hone.dataset.Dataset;
import hone.format.Container;
import hone.format.WrittenFormat;
import hone.format.WrittenFormats;
import hone.imports.Documents;
import hone.judgment.Counting;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Sql;
import hone.web.Wording;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the pages about exports show. */
@ApplicationScoped
class ExportPages {
    private static final int COUNTED = Wording.COUNTED_MAX + 1;

    private final Sql sql;
    private final ExportRecord.Repo records;
    private final Dataset.Repo datasets;
    private final HiddenInWhole hidden;

    ExportPages(Sql sql, ExportRecord.Repo records, Dataset.Repo datasets, HiddenInWhole hidden) {
        this.datasets = datasets;
        this.hidden = hidden;
        this.sql = sql;
        this.records = records;
    }

    @CheckedTemplate(basePath = "export")
    static class Templates {
        static native TemplateInstance export(Project project, Shown shown, Complaints complaints);

        static native TemplateInstance report(Project project, ExportRecord export);
    }

    /**
     * All that the page shows.
     *
     * @param documents texts to pre-train on, counted as far as pages count
     * @param whole whether whoever looks may take what can't be taken in parts
     */
    record Shown(
            List<KindCount> kinds,
            List<FormatChoice> formats,
            List<Container> containers,
            List<Dataset> datasets,
            long documents,
            boolean whole,
            List<ExportRecord> exports) {
        public long judgments() {
            return kinds.stream().mapToLong(KindCount::judgments).sum();
        }

        /** There are more judgments than were counted by kind. */
        public boolean more() {
            return judgments() > Wording.COUNTED_MAX;
        }
    }

    /** How many judgments of a kind would be in an export, of the newest. */
    record KindCount(WorkKind kind, long judgments) {}

    /** A format to choose from. */
    record FormatChoice(WrittenFormat format) {
        public String name() {
            return format.name();
        }

        public String label() {
            return format.label();
        }

        /** What it is written as, the usual container first. */
        public String containers() {
            return format.containers().stream().map(Container::label).collect(Collectors.joining(", "));
        }

        public List<String> cannotHold() {
            return format.cannotHold();
        }
    }

    /** @param judge whose open work is hidden */
    Shown shown(Project project, UUID judge) {
        return new Shown(
                kinds(project.id),
                WrittenFormats.all().stream().map(FormatChoice::new).toList(),
                List.of(Container.JSON_LINES, Container.JSON_ARRAY, Container.CSV, Container.PARQUET),
                datasets.of(project.id),
                documents(project.id),
                !hidden.hides(judge, project.id),
                records.of(project.id));
    }

    private long documents(UUID project) {
        return sql.number(
                "select count(*) from (select 1 from document d where d.project_id = ? and %s order by d.id limit %d) d"
                        .formatted(Documents.COUNT, COUNTED),
                project);
    }

    private List<KindCount> kinds(UUID project) {
        return sql.list(
                """
                select kind, count(*) as judgments from (
                  -- The kind is looked up for each: with it in the innermost, an index by kind may be read whole and sorted.
                  select (select k.kind from judgment k where k.id = newest.id) as kind from (
                    select j.id from judgment j where j.project_id = ? and %s
                    order by j.accepted_at desc, j.id desc limit %d) newest) kinds
                group by kind order by kind""".formatted(Counting.COUNTS, COUNTED),
                c -> new KindCount(WorkKind.of(c.text("kind")), c.number("judgments")),
                project);
    }
}
