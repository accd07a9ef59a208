package hone.quarantine;

import hone.evaluation.poison.Finding;
import hone.evaluation.poison.PoisonScan;
import hone.judgment.Counting;
import hone.judgment.JudgmentsDeleted;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The judgments that are held back, and the findings because of which they are. A judgment is there from the freezing that found it until
 * a reviewer decides: released, it is free for the next dataset; kept out, it is withdrawn.
 */
@ApplicationScoped
public class Quarantine {
    /** A condition on a judgment {@code j}: nothing holds it back. Looked up one after the other, like everything about single judgments. */
    public static final String FREE =
            "(select q.judgment_id from quarantine q where q.judgment_id = j.id and q.outcome is null) is null";

    /** Findings that hold nothing back are stored up to this many a scan; the report counts all. */
    private static final int LOOKED_AT_MAX = 200;

    public static final int COUNTED_MAX = 1_000;

    private final Sql sql;

    Quarantine(Sql sql) {
        this.sql = sql;
    }

    /** A judgment that was scanned. */
    public record Scanned(UUID judgment, UUID author) {}

    /** A finding with the judgments that enter because of it. */
    private record Entering(UUID id, Finding finding, List<Scanned> rows) {}

    /**
     * Stores what a scan found. The caller holds the project, and none of these judgments is in quarantine.
     *
     * @param scanned the judgments of the scan's rows
     * @return those that are held back now
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<UUID> enter(UUID project, UUID dataset, PoisonScan scan, List<Scanned> scanned, Instant now) {
        Map<UUID, List<Reason>> released = released(
                scan.heldBack().stream().map(row -> scanned.get(row).judgment()).toArray(UUID[]::new));
        Set<UUID> held = new HashSet<>();
        List<Entering> entering = new ArrayList<>();
        int empty = 0;
        for (Finding finding : scan.findings()) {
            Reason reason = new Reason(finding.kind(), finding.words());
            List<Scanned> rows = finding.rows().stream()
                    .map(scanned::get)
                    .filter(row -> !held.contains(row.judgment()))
                    .filter(row -> released.getOrDefault(row.judgment(), List.of()).stream()
                            .noneMatch(reason::isSameAs))
                    .toList();
            rows.forEach(row -> held.add(row.judgment()));
            if (!rows.isEmpty() || empty++ < LOOKED_AT_MAX) {
                entering.add(new Entering(Uuid7.next(), finding, rows));
            }
        }
        store(project, dataset, entering, now);
        return List.copyOf(held);
    }

    /** Why reviewers were asked about these judgments before, where they released them. */
    private Map<UUID, List<Reason>> released(UUID[] judgments) {
        Map<UUID, List<Reason>> released = new HashMap<>();
        sql.list(
                        """
                        select q.judgment_id, f.kind, f.words from quarantine q join scan_finding f on f.id = q.finding_id
                        where q.judgment_id = any(?) and q.outcome = 'released'""",
                        c -> Map.entry(
                                c.id("judgment_id"), new Reason(Finding.Kind.of(c.text("kind")), c.maybeText("words"))),
                        (Object) judgments)
                .forEach(one -> released.computeIfAbsent(one.getKey(), judgment -> new ArrayList<>())
                        .add(one.getValue()));
        return released;
    }

    private void store(UUID project, UUID dataset, List<Entering> entering, Instant now) {
        sql.runAll("""
                insert into scan_finding (id, project_id, dataset_id, kind, words, k, n, k_elsewhere, n_elsewhere, p, q, suspected, held)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", entering.stream().map(one -> row(project, dataset, one)).toList());
        sql.runAll(
                "insert into scan_finding_labeler (finding_id, labeler_id) values (?, ?)",
                entering.stream()
                        .flatMap(one -> one.finding().labelers().stream()
                                .map(labeler -> new @Nullable Object[] {one.id(), UUID.fromString(labeler)}))
                        .toList());
        sql.runAll(
                """
                insert into quarantine (id, project_id, judgment_id, author_id, finding_id, entered_at) values (?, ?, ?, ?, ?, ?)""", entering.stream().flatMap(one -> held(project, one, now)).toList());
    }

    private static @Nullable Object[] row(UUID project, UUID dataset, Entering entering) {
        Finding finding = entering.finding();
        Finding.Counts counts = finding.counts();
        return new @Nullable Object[] {
            entering.id(),
            project,
            dataset,
            finding.kind().word(),
            finding.words().orElse(null),
            counts.k(),
            counts.n(),
            counts.kElsewhere(),
            counts.nElsewhere(),
            finding.test().map(Finding.Test::p).orElse(null),
            finding.test().map(Finding.Test::q).orElse(null),
            finding.rows().size(),
            entering.rows().size()
        };
    }

    private static Stream<@Nullable Object[]> held(UUID project, Entering entering, Instant now) {
        return entering.rows().stream().map(row ->
                new @Nullable Object[] {Uuid7.next(), project, row.judgment(), row.author(), entering.id(), now});
    }

    /**
     * Forgets what a deletion request is about: its judgments leave, and words that a finding quotes from a text of theirs go. Of a finding
     * that is not known by all its judgments nobody can tell which texts have its words, so they go with any.
     *
     * @param deleted judgments with the answers that their authors wrote
     */
    void onDeleted(@Observes JudgmentsDeleted deleted) {
        UUID[] judgments = deleted.judgments();
        UUID[] prompts = deleted.prompts();
        UUID project = deleted.project();
        sql.run("""
                with gone as (
                  select q.id, q.finding_id, j.id = any (?) or j.prompt_id = any (?) as leaves from quarantine q join judgment j on j.id = q.judgment_id
                  where q.project_id = ? and (j.id = any (?) or j.prompt_id = any (?)
                    or exists (select 1 from answer a where a.judgment_id = any (?)
                               and a.id in (cast(j.verdict ->> 'chosen' as uuid), cast(j.verdict ->> 'rejected' as uuid))))),
                wordless as (
                  update scan_finding f set words = null
                  where f.project_id = ? and f.words is not null
                    and (f.suspected = 0 or f.held < f.suspected or f.id in (select finding_id from gone)))
                delete from quarantine q using gone g where q.id = g.id and g.leaves""", judgments, prompts, project, judgments, prompts, judgments, project);
    }

    /** How many wait for a reviewer, counted up to a thousand. */
    public long waiting(UUID project) {
        return sql.number("""
                select count(*) from (
                  select 1 from quarantine q join judgment j on j.id = q.judgment_id
                  where q.project_id = ? and q.outcome is null and %s limit %d) waits""".formatted(Counting.STANDS, COUNTED_MAX), project);
    }
}
