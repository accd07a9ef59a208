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

    private record Scored(UUID task, UUID model, double reward, long answers) {}

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
        Map<UUID, double[][]> rewards = rewards(ids);
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
                        one.task(),
                        TaskScore.of(
                                kind,
                                verdicts.getOrDefault(one.task(), List.of()),
                                one.judgments(),
                                rewards.getOrDefault(one.task(), new double[0][]))));
        return scores;
    }

    /** By task (models, answers), as logits; of models that have scored all of a task's answers. */
    private Map<UUID, double[][]> rewards(UUID[] tasks) {
        Map<UUID, Map<UUID, List<Scored>>> byTask = sql
                .list(
                        """
                        select x.task_id, s.model_version_id, s.score * m.probability_scale as reward,
                          (select count(*) from task_answer y where y.task_id = x.task_id) as answers
                        from task_answer x join answer_score s on s.answer_id = x.answer_id and s.score is not null
                        join answer_scorer m on m.model_version_id = s.model_version_id
                        where x.task_id = any(?) order by x.task_id, s.model_version_id, x.position""",
                        c -> new Scored(
                                c.id("task_id"), c.id("model_version_id"), c.real("reward"), c.number("answers")),
                        (Object) tasks)
                .stream()
                .collect(Collectors.groupingBy(Scored::task, Collectors.groupingBy(Scored::model)));
        Map<UUID, double[][]> rewards = new LinkedHashMap<>();
        byTask.forEach((task, byModel) -> rewards.put(
                task,
                byModel.values().stream()
                        .filter(ofModel -> ofModel.size() == ofModel.getFirst().answers())
                        .map(ofModel ->
                                ofModel.stream().mapToDouble(Scored::reward).toArray())
                        .toArray(double[][]::new)));
        return rewards;
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
            score.terms().rewardVariance().isPresent()
                    ? score.terms().rewardVariance().getAsDouble()
                    : null,
            score.terms().value(),
            score.rank(),
            now
        }));
        sql.runAll("""
                insert into task_score (task_id, judgments, disagreement, prompt_judgments, coverage, reward_variance, score, rank,
                  scored_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (task_id) do update set judgments = excluded.judgments, disagreement = excluded.disagreement,
                  prompt_judgments = excluded.prompt_judgments, coverage = excluded.coverage,
                  reward_variance = excluded.reward_variance, score = excluded.score,
                  rank = excluded.rank, scored_at = excluded.scored_at""", rows);
    }

    /**
     * A score as it was stored.
     *
     * @param disagreement empty for written answers
     * @param rewardVariance empty where fewer than two reward models have scored its answers
     */
    public record Stored(
            int judgments,
            OptionalDouble disagreement,
            int promptJudgments,
            double coverage,
            OptionalDouble rewardVariance,
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
                select judgments, disagreement, prompt_judgments, coverage, reward_variance, score, rank, scored_at
                from task_score where task_id = ?""",
                c -> new Stored(
                        (int) c.number("judgments"),
                        c.maybeReal("disagreement").map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                        (int) c.number("prompt_judgments"),
                        c.real("coverage"),
                        c.maybeReal("reward_variance").map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                        c.real("score"),
                        (int) c.number("rank"),
                        c.time("scored_at")),
                task);
    }
}
