package hone.datasets;

import hone.kind.WorkKind;
import hone.web.Recent;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What changed from one dataset to another, judgment by judgment. Datasets never change, so the result is cached: how many
 * changes of each type there are, and the first thousand of each by id.
 */
@ApplicationScoped
class DatasetDiff {
    static final int LISTED_MAX = 1_000;
    static final int LINES = 50;
    private static final int PAIRS_REMEMBERED_MAX = 20;

    private static final String BOTH = """
            with old as (
              select judgment_id as id, false as imported, digest, weight, held_out from dataset_judgment where dataset_id = ?
              union all
              select imported_id, true, digest, weight, held_out from dataset_imported where dataset_id = ?),
            new as (
              select judgment_id as id, false as imported, digest, weight, held_out from dataset_judgment where dataset_id = ?
              union all
              select imported_id, true, digest, weight, held_out from dataset_imported where dataset_id = ?),
            changed as (
              select id, coalesce(n.imported, o.imported) as imported, o.weight as before, n.weight as after,
                     case when o.imported is null then 'in' when n.imported is null then 'out'
                          when o.digest is distinct from n.digest then 'text'
                          when o.held_out <> n.held_out then 'side' else 'weight' end as what
              from old o full join new n using (id)
              where o.imported is null or n.imported is null or o.digest is distinct from n.digest
                 or o.held_out <> n.held_out or abs(o.weight - n.weight) > 1e-9)
            """;

    private final Sql sql;
    private final Recent<Pair, Map<What, Long>> counts = new Recent<>(PAIRS_REMEMBERED_MAX);
    private final Recent<Listing, List<Change>> lists = new Recent<>(PAIRS_REMEMBERED_MAX);

    DatasetDiff(Sql sql) {
        this.sql = sql;
    }

    /** How a judgment differs; if in several ways, the first. */
    enum What {
        IN("in", "In", "only in the newer one"),
        OUT("out", "Out", "only in the older one"),
        TEXT("text", "Other rows", "the rows of the judgment say something else"),
        SIDE("side", "Other side", "trained on in one, held out in the other"),
        WEIGHT("weight", "Other weight", "its rows weigh more or less");

        private final String word;
        private final String label;
        private final String about;

        What(String word, String label, String about) {
            this.word = word;
            this.label = label;
            this.about = about;
        }

        public String word() {
            return word;
        }

        public String label() {
            return label;
        }

        public String about() {
            return about;
        }

        static Optional<What> named(String word) {
            return Arrays.stream(values())
                    .filter(what -> what.word.equals(word))
                    .findFirst();
        }
    }

    /** Two datasets of a project. */
    record Pair(UUID older, UUID newer) {
        private Object[] parameters() {
            return new Object[] {older, older, newer, newer};
        }
    }

    private record Listing(Pair pair, What what) {}

    private record Change(UUID id, boolean imported, double before, double after) {}

    Map<What, Long> counts(Pair pair) {
        return counts.get(pair, this::count);
    }

    private Map<What, Long> count(Pair pair) {
        Map<What, Long> counted = new EnumMap<>(What.class);
        Arrays.stream(What.values()).forEach(what -> counted.put(what, 0L));
        sql.list(
                BOTH + "select what, count(*) as judgments from changed group by what",
                c -> counted.put(What.named(c.text("what")).orElseThrow(), c.number("judgments")),
                pair.parameters());
        return counted;
    }

    /** A changed judgment with its first row; the texts are left out where they are hidden or deleted. */
    public record Line(
            UUID id,
            boolean imported,
            double before,
            double after,
            WorkKind kind,
            boolean hidden,
            String asked,
            Optional<String> who,
            int dataset,
            Optional<Long> row) {}

    private List<Change> changes(Listing listing) {
        return sql.list(
                BOTH
                        + "select id, imported, coalesce(before, 0) as before, coalesce(after, 0) as after from changed where what = '"
                        + listing.what().word() + "' order by imported, id limit " + LISTED_MAX,
                c -> new Change(c.id("id"), c.flag("imported"), c.real("before"), c.real("after")),
                listing.pair().parameters());
    }

    /** Fifty of the first thousand, from one on. */
    List<Line> lines(Pair pair, What what, int from, UUID judge) {
        List<Change> all = lists.get(new Listing(pair, what), this::changes);
        List<Change> page = all.subList(Math.min(from, all.size()), Math.min(from + LINES, all.size()));
        return page.stream()
                .flatMap(change -> line(what == What.OUT ? pair.older() : pair.newer(), change, judge).stream())
                .toList();
    }

    private Optional<Line> line(UUID dataset, Change change, UUID judge) {
        String judged = change.imported()
                ? "select i.id, i.kind, i.prompt_id, r.name as who from imported_judgment i left join imported_rater r on r.id = i.rater_id where i.id = ?"
                : "select j.id, j.kind, j.prompt_id, l.display_name as who from judgment j join labeler l on l.id = j.labeler_id where j.id = ?";
        String column = change.imported() ? "imported_id" : "judgment_id";
        return sql.first(
                """
                select j.kind, j.who, may_still_be_asked(?, j.prompt_id) as hidden, p.messages -> -1 ->> 'content' as asked,
                       (select d.number from dataset d where d.id = ?) as number,
                       (select min(m.position) from dataset_member m where m.dataset_id = ? and m.%s = j.id) as row
                from (%s) j join prompt p on p.id = j.prompt_id""".formatted(column, judged),
                c -> new Line(
                        change.id(),
                        change.imported(),
                        change.before(),
                        change.after(),
                        WorkKind.of(c.text("kind")),
                        c.flag("hidden"),
                        c.flag("hidden") ? "" : c.text("asked"),
                        c.flag("hidden") ? Optional.empty() : c.maybeText("who"),
                        (int) c.number("number"),
                        c.maybeNumber("row")),
                judge,
                dataset,
                dataset,
                change.id());
    }
}
