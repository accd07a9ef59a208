package hone.quality;

import hone.contract.Wire;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.quality.Given.Side;
import hone.quality.Given.Sides;
import hone.web.CopiedCells;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The judgments of a project that count, those in which people choose, task by task: one query over all of them. No text is read; the
 * length of an answer stands beside it.
 */
@ApplicationScoped
class ReadJudged {
    private final Sql sql;

    ReadJudged(Sql sql) {
        this.sql = sql;
    }

    /** @param task takes the judgments of one task, at least one */
    void eachTask(UUID project, Consumer<List<Given>> task) {
        Together together = new Together(task);
        sql.each(query(project), together::read);
        together.end();
    }

    private static String query(UUID project) {
        String kinds = Stream.of(WorkKind.values())
                .filter(kind -> kind.is(WorkKind.Labor.CHOOSING))
                .map(kind -> "'" + kind.wireName() + "'")
                .collect(Collectors.joining(", "));
        return """
                select j.task_id, j.labeler_id, j.simulated, a.guideline_version_id, j.judged_at, j.seconds, j.verdict,
                  l.answer_id, octet_length(x.text), r.answer_id, octet_length(y.text), w.probability
                from judgment j join assignment a on a.id = j.assignment_id
                left join assignment_answer l on l.assignment_id = j.assignment_id and l.position = 0 and j.kind = '%1$s'
                left join assignment_answer r on r.assignment_id = j.assignment_id and r.position = 1 and j.kind = '%1$s'
                left join answer x on x.id = l.answer_id
                left join answer y on y.id = r.answer_id
                left join prediction w on w.judgment_id = j.id
                where j.project_id = '%2$s' and %3$s and j.kind in (%4$s)
                order by j.task_id, j.labeler_id""".formatted(WorkKind.COMPARISON.wireName(), project, Counting.COUNTS, kinds);
    }

    /** Puts rows of one task together. */
    private static final class Together {
        private final Consumer<List<Given>> task;
        private final List<Given> given = new ArrayList<>();
        private Optional<UUID> current = Optional.empty();

        Together(Consumer<List<Given>> task) {
            this.task = task;
        }

        void read(CopiedCells cells) {
            UUID of = cells.id();
            if (!current.equals(Optional.of(of))) {
                end();
                current = Optional.of(of);
            }
            given.add(new Given(
                    cells.id(),
                    cells.maybeFlag().orElseThrow(),
                    cells.id(),
                    cells.time(),
                    (int) cells.number(),
                    Wire.read(cells.json(), Verdict.class),
                    sides(cells),
                    cells.maybeReal()));
        }

        void end() {
            if (!given.isEmpty()) {
                task.accept(List.copyOf(given));
                given.clear();
            }
        }

        private static Optional<Sides> sides(CopiedCells cells) {
            Optional<Side> left = side(cells);
            Optional<Side> right = side(cells);
            return left.flatMap(l -> right.map(r -> new Sides(l, r)));
        }

        private static Optional<Side> side(CopiedCells cells) {
            Optional<UUID> answer = cells.maybeId();
            Optional<Long> length = cells.maybeNumber();
            return answer.flatMap(id -> length.map(bytes -> new Side(id, bytes.intValue())));
        }
    }
}
