package hone.comments;

import hone.contract.Wire;
import hone.judgment.DecidedInWords;
import hone.judgment.Verdict;
import hone.task.Assignment;
import hone.task.Assignments;
import hone.web.ReaderLanguage;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The judgment that is commented on, the newest of its author where there were several.
 *
 * @param outcome of its review: {@code accepted}, {@code fixed}, {@code returned}, {@code rejected}, or empty while there is none
 * @param note what the reviewer wrote with it; may be empty
 */
record CommentedWork(
        Assignment assignment,
        String name,
        boolean simulated,
        DecidedInWords decided,
        String rationale,
        Instant at,
        String outcome,
        String note) {

    public UUID author() {
        return assignment.person().id();
    }

    /** Finds it. */
    @ApplicationScoped
    static class Query {
        private final Sql sql;
        private final Assignments assignments;

        Query(Sql sql, Assignments assignments) {
            this.sql = sql;
            this.assignments = assignments;
        }

        private record Row(
                UUID author,
                String name,
                boolean simulated,
                Verdict verdict,
                String rationale,
                Instant at,
                String outcome,
                String note) {}

        /** @return empty where nobody has judged in this assignment, or it is another project's */
        Optional<CommentedWork> of(UUID project, UUID assignment) {
            return sql.first(
                            """
                            select a.labeler_id, l.display_name, l.simulated, j.verdict, j.rationale, j.judged_at, r.outcome, r.note
                            from assignment a join task t on t.id = a.task_id join labeler l on l.id = a.labeler_id
                            cross join lateral (
                              select * from judgment j where j.task_id = a.task_id and j.assignment_id = a.id and j.labeler_id = a.labeler_id
                              order by j.judged_at desc limit 1) j
                            left join review r on r.judgment_id = j.id
                            where a.id = ? and t.project_id = ?""",
                            c -> new Row(
                                    c.id("labeler_id"),
                                    c.text("display_name"),
                                    c.flag("simulated"),
                                    Wire.read(c.text("verdict"), Verdict.class),
                                    c.text("rationale"),
                                    c.time("judged_at"),
                                    c.text("outcome"),
                                    c.text("note")),
                            assignment,
                            project)
                    .map(row -> work(row, assignments.of(assignment, row.author())));
        }

        private static CommentedWork work(Row row, Assignment assignment) {
            Map<UUID, Integer> numbers = new HashMap<>();
            assignment.answers().forEach(answer -> numbers.put(answer.id(), numbers.size() + 1));
            return new CommentedWork(
                    assignment,
                    row.name(),
                    row.simulated(),
                    DecidedInWords.of(row.verdict(), numbers, ReaderLanguage.ofReader()),
                    row.rationale(),
                    row.at(),
                    row.outcome(),
                    row.note());
        }
    }
}
