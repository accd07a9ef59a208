package hone.datasets;

import hone.dataset.Dataset;
import hone.dataset.RowKind;
import hone.dataset.Summary;
import hone.judgment.Counting;
import hone.web.Recent;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the pages about datasets show. A dataset never changes once it can be seen, and none of its judgments is undone after that:
 * what would be counted over all its rows is counted once and remembered.
 */
@ApplicationScoped
class DatasetPages {
    private static final int MEMBERS_A_PAGE = 50;
    private static final int DATASETS_REMEMBERED_MAX = 1_000;

    private final Sql sql;
    private final Recent<UUID, Long> judgments = new Recent<>(DATASETS_REMEMBERED_MAX);
    private final Recent<UUID, Facts> facts = new Recent<>(DATASETS_REMEMBERED_MAX);
    private final Recent<UUID, List<KindCount>> kinds = new Recent<>(DATASETS_REMEMBERED_MAX);
    private final Recent<UUID, List<RowsOf>> people = new Recent<>(DATASETS_REMEMBERED_MAX);

    DatasetPages(Sql sql) {
        this.sql = sql;
    }

    /** A line of the list. */
    public record Row(
            UUID id,
            int number,
            long rows,
            Optional<Long> counted,
            String sha256,
            boolean published,
            Instant at,
            Optional<String> by) {
        public long judgments() {
            return counted.orElse(0L);
        }

        private Row with(long judgments) {
            return new Row(id, number, rows, Optional.of(judgments), sha256, published, at, by);
        }
    }

    List<Row> list(UUID project) {
        return sql
                .list(
                        """
                        select d.id, d.number, d.rows, d.sha256, (d.summary ->> 'judgments')::bigint as judgments,
                               exists (select 1 from dataset_publication p where p.dataset_id = d.id and p.finished_at is not null) as published,
                               d.created_at, l.display_name
                        from dataset d left join labeler l on l.id = d.created_by
                        where d.project_id = ? order by d.number desc limit 200""",
                        c -> new Row(
                                c.id("id"),
                                (int) c.number("number"),
                                c.number("rows"),
                                c.maybeNumber("judgments"),
                                c.text("sha256"),
                                c.flag("published"),
                                c.time("created_at"),
                                c.maybeText("display_name")),
                        project)
                .stream()
                .map(row -> row.counted().isPresent() ? row : row.with(judgments.get(row.id(), this::judgments)))
                .toList();
    }

    private long judgments(UUID dataset) {
        return sql.number("select count(*) from dataset_judgment where dataset_id = ?", dataset);
    }

    /** Counts of one dataset that are not in its manifest. */
    public record Facts(
            long judgments,
            long people,
            long scripts,
            long withdrawn,
            long promptsTrain,
            long promptsHeldOut,
            long imported,
            long capped,
            Optional<String> by) {
        public long prompts() {
            return promptsTrain + promptsHeldOut;
        }
    }

    Facts facts(Dataset dataset) {
        return facts.get(
                dataset.id,
                id -> Optional.ofNullable(dataset.summary)
                        .map(counted -> new Facts(
                                counted.judgments(),
                                counted.people(),
                                counted.scripts(),
                                0,
                                counted.promptsTrain(),
                                counted.promptsHeldOut(),
                                counted.imported(),
                                counted.capped(),
                                sql.first(
                                        "select b.display_name from dataset s join labeler b on b.id = s.created_by where s.id = ?",
                                        c -> c.text("display_name"),
                                        id)))
                        .orElseGet(() -> countFacts(id)));
    }

    private Facts countFacts(UUID dataset) {
        return sql.first(
                        """
                        select count(*) as judgments, count(distinct j.labeler_id) filter (where not l.simulated) as people,
                               count(distinct j.labeler_id) filter (where l.simulated) as scripts,
                               count(*) filter (where not (%s)) as withdrawn,
                               (select count(distinct prompt_id) from dataset_member m where m.dataset_id = ? and m.split = 'train') as prompts_train,
                               (select count(distinct prompt_id) from dataset_member m where m.dataset_id = ? and m.split = 'held-out') as prompts_held_out,
                               (select b.display_name from dataset s join labeler b on b.id = s.created_by where s.id = ?) as by
                        from dataset_judgment d join judgment j on j.id = d.judgment_id join labeler l on l.id = j.labeler_id
                        where d.dataset_id = ?""".formatted(Counting.STANDS),
                        c -> new Facts(
                                c.number("judgments"),
                                c.number("people"),
                                c.number("scripts"),
                                c.number("withdrawn"),
                                c.number("prompts_train"),
                                c.number("prompts_held_out"),
                                0,
                                0,
                                c.maybeText("by")),
                        dataset,
                        dataset,
                        dataset,
                        dataset)
                .orElseThrow();
    }

    /** Rows of one kind on both sides. */
    public record KindCount(RowKind kind, long train, long heldOut) {
        public long all() {
            return train + heldOut;
        }
    }

    List<KindCount> kinds(Dataset dataset) {
        return Optional.ofNullable(dataset.summary)
                .map(counted -> counted.kinds().stream()
                        .map(kind -> new KindCount(RowKind.of(kind.kind()), kind.train(), kind.heldOut()))
                        .toList())
                .orElseGet(() -> kinds.get(dataset.id, this::countKinds));
    }

    private List<KindCount> countKinds(UUID dataset) {
        return sql.list(
                """
                select kind, count(*) filter (where split = 'train') as train, count(*) filter (where split = 'held-out') as held_out
                from dataset_member where dataset_id = ? group by kind order by kind""", c -> new KindCount(RowKind.of(c.text("kind")), c.number("train"), c.number("held_out")), dataset);
    }

    /** One person's share. */
    public record PersonCount(String name, boolean simulated, long rows, int percent) {}

    private record RowsOf(UUID labeler, long rows, int percent) {}

    /** Those with the most rows; a name may have changed since. */
    List<PersonCount> people(Dataset dataset) {
        return Optional.ofNullable(dataset.summary)
                .map(counted -> counted.persons().stream()
                        .map(person -> new RowsOf(person.labeler(), person.rows(), (int)
                                Math.round(100.0 * person.rows() / Math.max(1, judgedRows(counted)))))
                        .toList())
                .orElseGet(() -> people.get(dataset.id, this::countPeople))
                .stream()
                .flatMap(one -> sql
                        .first(
                                "select display_name, simulated from labeler where id = ?",
                                c -> new PersonCount(
                                        c.text("display_name"), c.flag("simulated"), one.rows(), one.percent()),
                                one.labeler())
                        .stream())
                .toList();
    }

    private static long judgedRows(Summary counted) {
        return counted.kinds().stream()
                .filter(kind -> RowKind.of(kind.kind()).isJudged())
                .mapToLong(kind -> kind.train() + kind.heldOut())
                .sum();
    }

    private List<RowsOf> countPeople(UUID dataset) {
        return sql.list("""
                select l.id, count(*) as rows, round(100.0 * count(*) / sum(count(*)) over ()) as percent
                from dataset_member m join judgment j on j.id = m.judgment_id join labeler l on l.id = j.labeler_id
                where m.dataset_id = ? group by l.id, l.display_name order by count(*) desc, l.display_name
                limit 100""", c -> new RowsOf(c.id("id"), c.number("rows"), (int) c.number("percent")), dataset);
    }

    /** A version that judgments were given under, and how many. */
    public record GuidelineCount(String kind, long version, long judgments) {}

    List<GuidelineCount> guidelines(UUID dataset) {
        return sql.list(
                """
                select g.kind, v.number, d.judgments from dataset_guideline d
                join guideline_version v on v.id = d.guideline_version_id join guideline g on g.id = v.guideline_id
                where d.dataset_id = ? order by g.kind, v.number""", c -> new GuidelineCount(c.text("kind"), c.number("number"), c.number("judgments")), dataset);
    }

    /** A run that read it, and the model it made. */
    public record RunLine(int number, String kind, Optional<String> outcome, Optional<String> model) {}

    List<RunLine> runs(UUID dataset) {
        return sql.list(
                """
                select r.number, r.kind, r.outcome, m.name from run r left join model_version m on m.run_id = r.id
                where r.dataset_id = ? order by r.number desc limit 50""",
                c -> new RunLine((int) c.number("number"), c.text("kind"), c.maybeText("outcome"), c.maybeText("name")),
                dataset);
    }

    /** A row as it was frozen. */
    public record MemberLine(
            long position,
            RowKind kind,
            String split,
            String asked,
            String shown,
            double weight,
            Optional<Double> margin,
            boolean hidden) {}

    /**
     * Rows about a prompt that the reader may still be asked about are shown without their contents. Fifty rows from a position
     * on, by key, so that the thousandth page costs as much as the first.
     */
    List<MemberLine> members(UUID dataset, long from, UUID judge) {
        return sql.list(
                """
                -- Of a document, which may be long, the beginning is read and its row is not parsed.
                select m.position, m.kind, m.split,
                       case when m.document_id is null then nullif(m.row, '')::jsonb -> 'prompt' -> -1 ->> 'content'
                            else (select left(d.text, 200) from document d where d.id = m.document_id) end as asked,
                       case when m.document_id is null
                            then coalesce(nullif(m.row, '')::jsonb ->> 'response', nullif(m.row, '')::jsonb ->> 'chosen', '')
                            else '' end as shown, m.weight, m.margin, may_still_be_asked(?, m.prompt_id) as hidden
                from dataset_member m where m.dataset_id = ? and m.position >= ? order by m.position limit %d""".formatted(MEMBERS_A_PAGE),
                c -> c.flag("hidden")
                        ? new MemberLine(
                                c.number("position"),
                                RowKind.of(c.text("kind")),
                                c.text("split"),
                                "",
                                "",
                                0,
                                Optional.empty(),
                                true)
                        : new MemberLine(
                                c.number("position"),
                                RowKind.of(c.text("kind")),
                                c.text("split"),
                                shortened(c.text("asked")),
                                shortened(c.text("shown")),
                                c.real("weight"),
                                c.maybeReal("margin"),
                                false),
                judge,
                dataset,
                from);
    }

    private static String shortened(String text) {
        return text.length() <= 140
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.min(139, text.codePointCount(0, text.length()))))
                        + "…";
    }
}
