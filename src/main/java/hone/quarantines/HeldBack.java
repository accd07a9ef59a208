package hone.quarantines;

import hone.contract.Wire;
import hone.dataset.ScanFindings;
import hone.judgment.Counting;
import hone.judgment.DecidedInWords;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.task.Assignment;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A judgment in quarantine: enough to find and show it.
 *
 * @param worker whose assignment it was; another than the author where a reviewer fixed it
 */
record HeldBack(UUID id, UUID finding, UUID judgment, UUID task, UUID assignment, UUID worker, UUID author) {

    /** What one person said of the pair. */
    record Choice(boolean heldBack, String name, boolean simulated, String sentence, String rationale, long seconds) {}

    /** One of a whole finding. */
    record Line(UUID id, String author, boolean simulated, String asked, String preferred, Instant at) {}

    /** One that was decided. What is hidden says nothing of its task. */
    record Decided(
            UUID id,
            boolean released,
            String by,
            Instant at,
            String author,
            int dataset,
            UUID task,
            String asked,
            boolean hidden) {}

    /** Who reads: their own judgments and what they may still judge are not for them. */
    record Reader(UUID project, UUID id, UUID judge) {}

    @ApplicationScoped
    static class Query {
        static final int LINES_A_PAGE = 50;
        static final int DECIDED_A_PAGE = 25;

        /** Among so many from the place where the reader is, one is sought that they may see. */
        private static final int SOUGHT_MAX = 200;

        private static final int CHOICES_MAX = 20;
        private static final int TASKS_MAX = 100;
        private static final int COUNTED_MAX = 1_000;
        private static final int LINE_LENGTH_MAX = 300;

        private static final String COLUMNS =
                "select q.id, q.finding_id, q.judgment_id, j.task_id, j.assignment_id, a.labeler_id, q.author_id ";
        private static final String JOINS =
                " join judgment j on j.id = q.judgment_id join assignment a on a.id = j.assignment_id ";

        /** Conditions of what the reader may decide about, where its finding is shown to them; parameters: reader, judge. */
        private static final String THEIRS =
                Counting.STANDS + " and q.author_id <> ? and not may_still_judge(?, j.task_id)";

        private final Sql sql;
        private final ScanFindings findings;

        Query(Sql sql, ScanFindings findings) {
            this.sql = sql;
            this.findings = findings;
        }

        /** The next one after a place, which is a finding and a row of it; findings in the order in which they were found. */
        Optional<HeldBack> next(Reader reader, UUID finding, UUID after) {
            Map<UUID, Boolean> shown = new HashMap<>();
            return sql
                    .list(
                            COLUMNS + """
                    from (select * from quarantine where project_id = ? and outcome is null and (finding_id, id) > (?, ?)
                          order by finding_id, id limit %d) q""".formatted(SOUGHT_MAX) + JOINS + "where " + THEIRS
                                    + " order by q.finding_id, q.id",
                            Query::heldBack,
                            reader.project(),
                            finding,
                            after,
                            reader.id(),
                            reader.judge())
                    .stream()
                    .filter(held -> shown.computeIfAbsent(
                            held.finding(),
                            of -> findings.of(reader.project(), of, reader.judge())
                                    .isPresent()))
                    .findFirst();
        }

        /** One of them, decided or not. */
        Optional<HeldBack> of(UUID project, UUID id) {
            return sql.first(
                    COLUMNS + "from quarantine q" + JOINS + "where q.id = ? and q.project_id = ?",
                    Query::heldBack,
                    id,
                    project);
        }

        boolean isUndecided(UUID id) {
            return sql.number("select count(*) from quarantine where id = ? and outcome is null", id) > 0;
        }

        private static HeldBack heldBack(Sql.Cells c) throws SQLException {
            return new HeldBack(
                    c.id("id"),
                    c.id("finding_id"),
                    c.id("judgment_id"),
                    c.id("task_id"),
                    c.id("assignment_id"),
                    c.id("labeler_id"),
                    c.id("author_id"));
        }

        /** What everybody said who compared the same two answers, in whichever task; the one that is held back first. */
        List<Choice> choices(HeldBack held, Assignment shown, UUID judge) {
            Map<UUID, Integer> numbers = new HashMap<>();
            shown.answers().forEach(answer -> numbers.put(answer.id(), numbers.size() + 1));
            String[] pair = numbers.keySet().stream().map(UUID::toString).toArray(String[]::new);
            return sql.list(
                    """
                    select j.id = ? as this, l.display_name, j.simulated, j.verdict, coalesce(j.rationale, '') as rationale, j.seconds
                    from (select id from task where prompt_id = ? order by (id = ?) desc, id desc limit %d) t
                    join judgment j on j.task_id = t.id join labeler l on l.id = j.labeler_id
                    where j.kind = ? and %s and not may_still_judge(?, t.id)
                      and coalesce(j.verdict ->> 'chosen', j.verdict ->> 'first') = any (?)
                      and coalesce(j.verdict ->> 'rejected', j.verdict ->> 'second') = any (?)
                    order by this desc, j.id limit %d""".formatted(TASKS_MAX, Counting.STANDS, CHOICES_MAX),
                    c -> new Choice(
                            c.flag("this"),
                            c.text("display_name"),
                            c.flag("simulated"),
                            DecidedInWords.of(Wire.read(c.text("verdict"), Verdict.class), numbers)
                                    .sentence(),
                            c.text("rationale"),
                            c.number("seconds")),
                    held.judgment(),
                    shown.prompt().id(),
                    held.task(),
                    WorkKind.COMPARISON.wireName(),
                    judge,
                    pair,
                    pair);
        }

        /** How many of a finding the reader may decide about, counted up to a thousand. */
        long waiting(Reader reader, UUID finding) {
            return sql.number(
                    """
                    select count(*) from (
                      select 1 from quarantine q join judgment j on j.id = q.judgment_id
                      where q.project_id = ? and q.finding_id = ? and q.outcome is null and %s limit %d) waits""".formatted(THEIRS, COUNTED_MAX + 1), reader.project(), finding, reader.id(), reader.judge());
        }

        /** Those of a finding, a page of them after the one with this id. */
        List<Line> lines(Reader reader, UUID finding, UUID after) {
            return sql.list(
                    """
                    select q.id, l.display_name, j.simulated, left(p.messages -> -1 ->> 'content', %1$d) as asked,
                      (select left(x.text, %1$d) from answer x where x.id = cast(j.verdict ->> 'chosen' as uuid)) as preferred, j.judged_at
                    from quarantine q join judgment j on j.id = q.judgment_id join labeler l on l.id = q.author_id join prompt p on p.id = j.prompt_id
                    where q.project_id = ? and q.finding_id = ? and q.outcome is null and q.id > ? and %2$s
                    order by q.id limit %3$d""".formatted(LINE_LENGTH_MAX, THEIRS, LINES_A_PAGE),
                    c -> new Line(
                            c.id("id"),
                            c.text("display_name"),
                            c.flag("simulated"),
                            Wording.shortened(c.text("asked"), LINE_LENGTH_MAX / 2),
                            Wording.shortened(c.text("preferred"), LINE_LENGTH_MAX / 2),
                            c.time("judged_at")),
                    reader.project(),
                    finding,
                    after,
                    reader.id(),
                    reader.judge());
        }

        /** The newest decisions, or those before one. */
        List<Decided> decided(Reader reader, Optional<UUID> before) {
            return sql.list(
                    """
                    select q.id, q.outcome = 'released' as released, b.display_name as by, q.decided_at, l.display_name as author, d.number,
                      j.task_id, left(p.messages -> -1 ->> 'content', %d) as asked, may_still_judge(?, j.task_id) as hidden
                    from (select * from quarantine where project_id = ? and outcome is not null
                            and (decided_at, id) < (coalesce((select decided_at from quarantine where id = ?), 'infinity'),
                                                    coalesce(cast(? as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                          order by decided_at desc, id desc limit %d) q
                    join judgment j on j.id = q.judgment_id join labeler l on l.id = q.author_id join labeler b on b.id = q.decided_by
                    join scan_finding f on f.id = q.finding_id join dataset d on d.id = f.dataset_id join prompt p on p.id = j.prompt_id
                    order by q.decided_at desc, q.id desc""".formatted(LINE_LENGTH_MAX, DECIDED_A_PAGE),
                    c -> new Decided(
                            c.id("id"),
                            c.flag("released"),
                            c.text("by"),
                            c.time("decided_at"),
                            c.text("author"),
                            (int) c.number("number"),
                            c.id("task_id"),
                            c.flag("hidden") ? "" : Wording.shortened(c.text("asked"), LINE_LENGTH_MAX / 2),
                            c.flag("hidden")),
                    reader.judge(),
                    reader.project(),
                    before.orElse(null),
                    before.orElse(null));
        }
    }
}
