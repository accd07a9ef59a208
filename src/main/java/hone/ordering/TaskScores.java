package hone.ordering;

import hone.contract.Wire;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Computes scores from judgments, and keeps them as rows. */
@ApplicationScoped
public class TaskScores {
    /** Of a prompt's tasks so many are looked at to count its judgments. */
    private static final int PROMPT_TASKS_MAX = 200;

    private final Sql sql;

    TaskScores(Sql sql) {
        this.sql = sql;
    }

    private record Judged(UUID task, Verdict verdict) {}

    private record Counted(UUID task, int judgments) {}

    /** Of tasks of one kind, as their judgments stand now; the cost of each is bounded, however long its prompt has been judged. */
    Map<UUID, TaskScore> of(Collection<UUID> tasks, WorkKind kind) {
        UUID[] ids = tasks.toArray(UUID[]::new);
        Map<UUID, List<Verdict>> verdicts = sql
                .list(
                        "select j.task_id, j.verdict from judgment j where j.task_id = any(?) and " + Counting.STANDS,
                        c -> new Judged(c.id("task_id"), Wire.read(c.text("verdict"), Verdict.class)),
                        (Object) ids)
                .stream()
                .collect(Collectors.groupingBy(Judged::task, Collectors.mapping(Judged::verdict, Collectors.toList())));
        Map<UUID, TaskScore> scores = new LinkedHashMap<>();
        sql.list(
                        """
                        select t.id, (
                          select count(*) from (
                            select 1 from (
                              select o.id from task o
                              where o.prompt_id = t.prompt_id and o.kind = t.kind and o.origin <> 'gold' limit %d) o
                            cross join lateral (select 1 from judgment j where j.task_id = o.id and %s offset 0) j
                            limit %d) counted) as judgments
                        from unnest(cast(? as uuid[])) as wanted (id) join task t on t.id = wanted.id""".formatted(PROMPT_TASKS_MAX, Counting.STANDS, TaskScore.PROMPT_COUNTED_MAX),
                        c -> new Counted(c.id("id"), (int) c.number("judgments")),
                        (Object) ids)
                .forEach(one -> scores.put(
                        one.task(), TaskScore.of(kind, verdicts.getOrDefault(one.task(), List.of()), one.judgments())));
        return scores;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void store(Map<UUID, TaskScore> scores, Instant now) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        scores.forEach((task, score) -> rows.add(new @Nullable Object[] {
            task,
            score.judgments(),
            score.terms().disagreement().isPresent()
                    ? score.terms().disagreement().getAsDouble()
                    : null,
            score.promptJudgments(),
            score.terms().coverage(),
            score.terms().value(),
            score.rank(),
            now
        }));
        sql.runAll("""
                insert into task_score (task_id, judgments, disagreement, prompt_judgments, coverage, score, rank, scored_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (task_id) do update set judgments = excluded.judgments, disagreement = excluded.disagreement,
                  prompt_judgments = excluded.prompt_judgments, coverage = excluded.coverage, score = excluded.score,
                  rank = excluded.rank, scored_at = excluded.scored_at""", rows);
    }

    /**
     * A score as it was stored.
     *
     * @param disagreement empty for written answers
     */
    public record Stored(
            int judgments,
            OptionalDouble disagreement,
            int promptJudgments,
            double coverage,
            double score,
            int rank,
            Instant at) {
        /** There are this many or more. */
        public boolean isCountedUp() {
            return promptJudgments >= TaskScore.PROMPT_COUNTED_MAX;
        }
    }

    public Optional<Stored> stored(UUID task) {
        return sql.first(
                """
                select judgments, disagreement, prompt_judgments, coverage, score, rank, scored_at from task_score
                where task_id = ?""",
                c -> new Stored(
                        (int) c.number("judgments"),
                        c.maybeReal("disagreement").map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                        (int) c.number("prompt_judgments"),
                        c.real("coverage"),
                        c.real("score"),
                        (int) c.number("rank"),
                        c.time("scored_at")),
                task);
    }
}
