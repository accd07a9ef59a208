package hone.dataset;

import hone.web.Sql;
import hone.web.Uuid7;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Judgments accepted and documents imported since the last dataset, or released from quarantine: the reason to freeze again. */
@ApplicationScoped
public class FreshJudgments {
    private static final int MAX = Wording.COUNTED_MAX + 1;
    private static final int LOOKED_AT_MAX = 3 * MAX;
    private static final Duration SURELY_IN = Duration.ofHours(1);

    /** Looked up one after the other: "not exists" may be planned as a join that reads all of both. */
    private static final String LACKING =
            "where (select d.judgment_id from dataset_judgment d where d.dataset_id = ? and d.judgment_id = j.id) is null";

    private final Sql sql;

    FreshJudgments(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param accepted judgments that count now, imported ones too, counted to {@link Wording#COUNTED_MAX} and one more, as is
     * @param fresh those of them that the newest dataset of the same definition lacks
     * @param newest the number of that dataset
     * @param gone imported judgments that were taken back since that dataset
     * @param last the number of the project's newest dataset, of whatever definition
     */
    public record Count(long accepted, long fresh, long gone, Optional<Long> newest, long last, Documents documents) {
        /** There is nothing to freeze. */
        public boolean none() {
            return noJudgment() && documents.none();
        }

        /** Nothing that people decide has changed, so a round would learn nothing. */
        public boolean noJudgment() {
            return fresh == 0 && (gone == 0 || accepted == 0);
        }

        /** The number that the next dataset will have. */
        public long next() {
            return last + 1;
        }

        /** Why nothing can be frozen, with the numbers; valid even if nobody has tried. */
        public String whyNot() {
            if (accepted == 0 && (documents.all() == 0 || newest.isEmpty())) {
                return last == 0
                        ? "No judgment has been accepted in this project yet, so there is nothing to freeze or to learn from."
                        : "No accepted judgment is among those that were chosen.";
            }
            return "Nothing new was accepted since dataset " + newest.orElse(0L) + ": 0 new judgments, "
                    + Wording.counted(accepted) + " in all" + documents.inWords() + ". Dataset " + newest.orElse(0L)
                    + " is kept; freeze again after the next judgment.";
        }
    }

    /** Texts to pre-train on, counted in the same way. */
    public record Documents(long all, long fresh, long gone) {
        static final Documents NONE = new Documents(0, 0, 0);

        boolean none() {
            return fresh == 0 && (gone == 0 || all == 0);
        }

        private String inWords() {
            return all == 0 ? "" : ", and " + fresh + " new documents, " + Wording.counted(all) + " in all";
        }
    }

    public Count of(UUID project) {
        return of(project, Definition.everything());
    }

    /** For the judgments that a definition chooses, compared with the newest dataset of the same definition. */
    public Count of(UUID project, Definition chosen) {
        Optional<Newest> newest = sql.first(
                "select id, number, created_at from dataset where project_id = ? and definition = cast(? as jsonb) order by number desc limit 1",
                c -> new Newest(c.id("id"), c.number("number"), c.time("created_at")),
                project,
                chosen.json());
        Found given = chosen.takesGivenHere() ? given(project, chosen, newest) : Found.NONE;
        Found imported = chosen.takesImported() ? imported(project, chosen, newest) : Found.NONE;
        return new Count(
                Math.min(MAX, given.all() + imported.all()),
                Math.min(MAX, given.fresh() + imported.fresh()),
                chosen.takesImported() ? newest.map(last -> gone(project, last)).orElse(0L) : 0,
                newest.map(Newest::number),
                sql.number("select coalesce(max(number), 0) from dataset where project_id = ?", project),
                chosen.takesDocuments() ? documents(project, chosen, newest) : Documents.NONE);
    }

    private Documents documents(UUID project, Definition chosen, Optional<Newest> newest) {
        Choice choice = Choice.ofDocuments(project, chosen);
        String from = "from document d where " + choice.text();
        return new Documents(
                sql.number(
                        "select count(*) from (select 1 %s order by d.id limit %d) d".formatted(from, MAX),
                        choice.parameters(List.of(), List.of())),
                Math.min(
                        MAX,
                        sql.number(
                                """
                                select count(*) from (select d.id %s and d.id > ? order by d.id desc limit %d) d
                                where (select m.document_id from dataset_member m
                                       where m.dataset_id = ? and m.document_id = d.id) is null""".formatted(from, LOOKED_AT_MAX),
                                choice.parameters(List.of(), List.of(Uuid7.from(since(newest)), id(newest))))),
                newest.map(last -> gone("documents_withdrawn", project, last)).orElse(0L));
    }

    private long gone(UUID project, Newest last) {
        return gone("judgments_withdrawn", project, last);
    }

    private long gone(String column, UUID project, Newest last) {
        return sql.number(
                "select coalesce(sum(%s), 0) from import_batch where project_id = ? and standing <> 'stands' and taken_back_at > ?"
                        .formatted(column),
                project,
                last.at());
    }

    private record Newest(UUID id, long number, Instant at) {}

    private record Found(long all, long fresh) {
        static final Found NONE = new Found(0, 0);
    }

    private Found given(UUID project, Definition chosen, Optional<Newest> newest) {
        Choice choice = Choice.ofJudgments(project, chosen);
        String from = "from judgment j " + choice.joins("j") + " where " + choice.text();
        return new Found(
                sql.number(
                        "select count(*) from (select 1 %s order by j.accepted_at limit %d) j".formatted(from, MAX),
                        choice.parameters(List.of(), List.of())),
                sql.number(
                                """
                        -- Those that it lacks are the newest; how many it has must not matter.
                        select count(*) from (
                          -- What was accepted an hour before the newest dataset is in it.
                          select j.id %s and j.accepted_at > ? order by j.accepted_at desc limit %d) j
                        %s""".formatted(from, LOOKED_AT_MAX, LACKING),
                                choice.parameters(List.of(), List.of(since(newest), id(newest))))
                        + released(choice, project, newest));
    }

    /** Older ones that were held back when it was frozen and are released since. */
    private long released(Choice choice, UUID project, Optional<Newest> newest) {
        if (newest.isEmpty()) {
            return 0;
        }
        return sql.number(
                """
                select count(*) from (
                  select distinct j.id from (
                    select q.judgment_id from quarantine q
                    where q.project_id = ? and q.outcome = 'released' and q.decided_at > ?
                    order by q.decided_at desc limit %d) r
                  join judgment j on j.id = r.judgment_id %s where %s and j.accepted_at <= ?) j
                %s""".formatted(LOOKED_AT_MAX, choice.joins("j"), choice.text(), LACKING),
                choice.parameters(List.of(project, since(newest)), List.of(since(newest), id(newest))));
    }

    private Found imported(UUID project, Definition chosen, Optional<Newest> newest) {
        Choice choice = Choice.ofImported(project, chosen);
        String from = "from imported_judgment i " + choice.joins("i") + " where " + choice.text();
        return new Found(
                sql.number(
                        "select count(*) from (select 1 %s order by i.id limit %d) i".formatted(from, MAX),
                        choice.parameters(List.of(), List.of())),
                sql.number(
                        """
                        select count(*) from (select i.id %s and i.id > ? order by i.id desc limit %d) i
                        where (select d.imported_id from dataset_imported d
                               where d.dataset_id = ? and d.imported_id = i.id) is null""".formatted(from, LOOKED_AT_MAX),
                        choice.parameters(List.of(), List.of(Uuid7.from(since(newest)), id(newest)))));
    }

    private static Instant since(Optional<Newest> newest) {
        return newest.map(last -> last.at().minus(SURELY_IN)).orElse(Instant.EPOCH);
    }

    private static UUID id(Optional<Newest> newest) {
        return newest.map(Newest::id).orElse(ChosenJudgments.START);
    }
}
