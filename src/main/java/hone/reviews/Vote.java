package hone.reviews;

import hone.contract.Wire;
import hone.judgment.Counting;
import hone.judgment.DecidedInWords;
import hone.judgment.Verdict;
import hone.task.Assignment;
import hone.web.Sql;
import hone.work.Pace;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one person decided, as a reviewer sees it.
 *
 * @param guideline the version they had beside them, as the end of its address
 * @param fast whether it took much less time than reading takes
 */
record Vote(
        UUID judgment,
        String name,
        boolean simulated,
        DecidedInWords words,
        String rationale,
        List<String> rules,
        long seconds,
        boolean fast,
        Instant at,
        String guideline) {

    /** The number of each answer on the page. */
    static Map<UUID, Integer> numbers(Assignment assignment) {
        Map<UUID, Integer> numbers = new HashMap<>();
        assignment.answers().forEach(answer -> numbers.put(answer.id(), numbers.size() + 1));
        return numbers;
    }

    @ApplicationScoped
    static class Query {
        private static final String COLUMNS = """
                select j.id, l.display_name, j.simulated, j.verdict, j.rationale,
                  array_to_json(j.rules) as rules, j.seconds, j.judged_at, g.kind || '/versions/' || v.number as guideline
                from judgment j join labeler l on l.id = j.labeler_id join assignment a on a.id = j.assignment_id
                join guideline_version v on v.id = a.guideline_version_id join guideline g on g.id = v.guideline_id
                """;

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        Optional<Vote> of(UUID judgment, Assignment shown) {
            return sql.first(COLUMNS + "where j.id = ?", c -> read(c, shown), judgment);
        }

        /** The assignment of the first judgment that stands: its order of answers is the one shown. */
        Optional<First> first(UUID project, UUID task) {
            return sql.first(
                    "select j.assignment_id, j.labeler_id from judgment j where j.task_id = ? and j.project_id = ? and %s order by j.id limit 1"
                            .formatted(Counting.STANDS),
                    c -> new First(c.id("assignment_id"), c.id("labeler_id")),
                    task,
                    project);
        }

        /** All that stand about a task. */
        List<Vote> about(UUID task, Assignment shown) {
            return sql.list(
                    COLUMNS + "where j.task_id = ? and %s order by j.id".formatted(Counting.STANDS),
                    c -> read(c, shown),
                    task);
        }

        private static Vote read(Sql.Cells c, Assignment shown) throws SQLException {
            Verdict verdict = Wire.read(c.text("verdict"), Verdict.class);
            long seconds = c.number("seconds");
            boolean fast = verdict.written().isEmpty()
                    && Pace.isTooFast(
                            shown.answers().stream().map(Assignment.Shown::text).toList(), seconds);
            return new Vote(
                    c.id("id"),
                    c.text("display_name"),
                    c.flag("simulated"),
                    DecidedInWords.of(verdict, numbers(shown)),
                    c.text("rationale"),
                    List.of(Wire.read(c.text("rules"), String[].class)),
                    seconds,
                    fast,
                    c.time("judged_at"),
                    c.text("guideline"));
        }
    }

    /** Whose page of a task is shown. */
    record First(UUID assignment, UUID labeler) {}
}
