package hone.reviewing;

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
 * @param words the verdict about the numbered answers
 * @param rationale empty where there is none
 * @param fast whether it took much less time than reading takes
 * @param guideline the version they had beside them
 */
public record Vote(
        UUID judgment,
        By by,
        Verdict verdict,
        DecidedInWords words,
        String rationale,
        List<String> rules,
        boolean fast,
        Instant at,
        Version guideline) {
    /**
     * Who decided it.
     *
     * @param seconds from handing out to submission
     */
    public record By(UUID labeler, String name, boolean simulated, long seconds) {}

    /** A version of a guideline. */
    public record Version(String kind, long number) {
        /** The end of its address. */
        public String address() {
            return kind + "/versions/" + number;
        }
    }

    /** The number of each answer on the page. */
    static Map<UUID, Integer> numbers(Assignment assignment) {
        Map<UUID, Integer> numbers = new HashMap<>();
        assignment.answers().forEach(answer -> numbers.put(answer.id(), numbers.size() + 1));
        return numbers;
    }

    @ApplicationScoped
    static class Query {
        private static final String COLUMNS = """
                select j.id, j.labeler_id, l.display_name, j.simulated, j.verdict, j.rationale,
                  array_to_json(j.rules) as rules, j.seconds, j.judged_at, g.kind, v.number
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

        /**
         * The assignment of the first judgment that stands: its order of answers is the one shown. It is the one of whoever was asked,
         * also where a reviewer's version stands there.
         */
        Optional<First> first(UUID project, UUID task) {
            return sql.first(
                    """
                    select j.assignment_id, a.labeler_id from judgment j join assignment a on a.id = j.assignment_id
                    where j.task_id = ? and j.project_id = ? and %s order by j.id limit 1""".formatted(Counting.STANDS),
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
                    new By(c.id("labeler_id"), c.text("display_name"), c.flag("simulated"), seconds),
                    verdict,
                    DecidedInWords.of(verdict, numbers(shown)),
                    c.text("rationale"),
                    List.of(Wire.read(c.text("rules"), String[].class)),
                    fast,
                    c.time("judged_at"),
                    new Version(c.text("kind"), c.number("number")));
        }
    }

    /** Whose page of a task is shown. */
    record First(UUID assignment, UUID labeler) {}
}
