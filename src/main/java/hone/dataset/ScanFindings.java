package hone.dataset;

import hone.evaluation.poison.Finding;
import hone.evaluation.poison.Finding.Counts;
import hone.judgment.Counting;
import hone.quarantine.Quarantine;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Findings as their readers may see them. Words quote texts, so a finding about words is not shown to somebody who may still judge a task
 * that it is about.
 */
@ApplicationScoped
public class ScanFindings {
    static final int NAMES_MAX = 10;

    private static final int OF_DATASET_MAX = 50;
    private static final int WAITING_MAX = 20;

    private static final String COLUMNS = """
            select f.id, d.number, f.kind, f.words, f.k, f.n, f.k_elsewhere, f.n_elsewhere, f.p, f.q, f.held,
              array(select l.display_name from scan_finding_labeler x join labeler l on l.id = x.labeler_id
                    where x.finding_id = f.id order by l.display_name limit %d) as names
            from scan_finding f join dataset d on d.id = f.dataset_id
            """.formatted(NAMES_MAX);

    /** Whom no work is handed to. */
    private static final String NOBODY = "'00000000-0000-0000-0000-000000000000'";

    /**
     * A condition on a finding {@code f}: nothing that waits because of its words is about a task that the parameter may still judge. Where
     * another finding holds some of its judgments back, nothing of the dataset may wait.
     */
    private static final String SHOWN = """
            exists (
              select 1 from (select cast(? as uuid) as id) me
              where f.words is null or me.id = cast(%s as uuid) or case when f.held = f.suspected
                then not exists (
                  select 1 from quarantine h join judgment hj on hj.id = h.judgment_id
                  where h.finding_id = f.id and h.outcome is null and may_still_judge(me.id, hj.task_id))
                else not exists (
                  select 1 from scan_finding g join quarantine h on h.finding_id = g.id
                  where g.dataset_id = f.dataset_id and h.outcome is null) end)""".formatted(NOBODY);

    /** The same for a page with many findings: whoever is handed work sees words only once everything is decided. */
    private static final String SHOWN_AMONG_OTHERS = """
            (cast(? as uuid) = cast(%s as uuid) or f.words is null or not exists (
              select 1 from scan_finding g join quarantine h on h.finding_id = g.id
              where g.dataset_id = f.dataset_id and h.outcome is null))""".formatted(NOBODY);

    private final Sql sql;

    ScanFindings(Sql sql) {
        this.sql = sql;
    }

    /** @param judge whoever reads it if work is handed to them, or nobody */
    public Optional<ScanFinding> of(UUID project, UUID finding, UUID judge) {
        return sql.first(
                COLUMNS + "where f.id = ? and f.project_id = ? and " + SHOWN,
                ScanFindings::finding,
                finding,
                project,
                judge);
    }

    /** Those of a dataset, the ones that hold something back first. */
    public List<ScanFinding> ofDataset(UUID dataset, UUID judge) {
        return sql.list(
                COLUMNS + "where f.dataset_id = ? and " + SHOWN_AMONG_OTHERS + " order by f.held = 0, f.id limit "
                        + OF_DATASET_MAX,
                ScanFindings::finding,
                dataset,
                judge);
    }

    /** A finding of which some judgments wait, counted up to a thousand. */
    public record Waiting(ScanFinding finding, long judgments) {}

    /** The oldest ones with something that waits. */
    public List<Waiting> waiting(UUID project, UUID judge) {
        List<UUID> oldest = sql.list("""
                -- One step along the index for each finding, however many judgments it holds back.
                with recursive waiting as (
                  (select finding_id, 1 as at from quarantine where project_id = ? and outcome is null order by finding_id limit 1)
                  union all
                  select (select q.finding_id from quarantine q where q.project_id = ? and q.outcome is null
                            and q.finding_id > w.finding_id order by q.finding_id limit 1), w.at + 1
                  from waiting w where w.finding_id is not null and w.at < %d)
                select finding_id from waiting where finding_id is not null""".formatted(WAITING_MAX), c -> c.id("finding_id"), project, project);
        return oldest.stream()
                .flatMap(finding -> of(project, finding, judge).stream())
                .map(finding -> new Waiting(finding, waitingIn(finding.id())))
                .filter(waiting -> waiting.judgments() > 0)
                .toList();
    }

    private long waitingIn(UUID finding) {
        return sql.number("""
                select count(*) from (
                  select 1 from quarantine q join judgment j on j.id = q.judgment_id
                  where q.finding_id = ? and q.outcome is null and %s limit %d) waits""".formatted(Counting.STANDS, Quarantine.COUNTED_MAX), finding);
    }

    private static ScanFinding finding(Sql.Cells c) throws SQLException {
        Optional<Double> q = c.maybeReal("q");
        return new ScanFinding(
                c.id("id"),
                (int) c.number("number"),
                Finding.Kind.of(c.text("kind")),
                c.maybeText("words"),
                new Counts((int) c.number("k"), (int) c.number("n"), (int) c.number("k_elsewhere"), (int)
                        c.number("n_elsewhere")),
                c.maybeReal("p").flatMap(p -> q.map(adjusted -> new Finding.Test(p, adjusted))),
                c.number("held"),
                c.texts("names"));
    }
}
