package hone.score;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What each reward model says of each answer. */
@ApplicationScoped
public class AnswerScores {
    private final Sql sql;
    private final Event<ScoresStored> stored;

    AnswerScores(Sql sql, Event<ScoresStored> stored) {
        this.sql = sql;
        this.stored = stored;
    }

    /**
     * What a run has scored.
     *
     * @param scores by answer; empty for one that the model can't read
     */
    public record Told(UUID project, UUID model, UUID run, double probabilityScale, Map<UUID, OptionalDouble> scores) {}

    /** Answers that have gone meanwhile are left out; the same told again changes nothing. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void store(Told told, Instant now) {
        int known = sql.run(
                "update answer_scorer set probability_scale = ? where model_version_id = ? and project_id = ?",
                told.probabilityScale(),
                told.model(),
                told.project());
        if (known == 0) {
            return; // A newer model has taken its place.
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        told.scores()
                .forEach((answer, score) -> rows.add(new @Nullable Object[] {
                    told.model(),
                    told.run(),
                    score.isPresent() ? score.getAsDouble() : null,
                    now,
                    answer,
                    told.project()
                }));
        sql.runAll("""
                insert into answer_score (answer_id, model_version_id, run_id, score, scored_at)
                select a.id, ?, ?, ?, ? from answer a join prompt p on p.id = a.prompt_id
                where a.id = ? and p.project_id = ? and p.deleted_at is null
                on conflict do nothing""", rows);
        stored.fire(new ScoresStored(told.project(), List.copyOf(told.scores().keySet())));
    }

    /**
     * What a reward model says of an answer.
     *
     * @param number the answer's in its task, from 1
     * @param score empty where the model can't read the answer
     */
    public record OfAnswer(int number, String model, OptionalDouble score) {
        public boolean isScored() {
            return score.isPresent();
        }

        public String rounded() {
            return String.format(Locale.ROOT, "%.2f", score.orElseThrow());
        }
    }

    /** How many answers a run has scored, and how many its model can't read. */
    public record Counted(long scored, long unread) {}

    public Counted ofRun(UUID run) {
        return sql.first(
                        "select count(score) as scored, count(*) - count(score) as unread from answer_score where run_id = ?",
                        c -> new Counted(c.number("scored"), c.number("unread")),
                        run)
                .orElseThrow();
    }

    /** Of the answers of a task, the newest models first. */
    public List<OfAnswer> ofTask(UUID task) {
        return sql.list(
                """
                select x.position + 1 as number, m.name, s.score from task_answer x
                join answer_score s on s.answer_id = x.answer_id
                cross join lateral (select name from model_version where id = s.model_version_id offset 0) m
                where x.task_id = ? order by s.model_version_id desc, x.position""",
                c -> new OfAnswer(
                        (int) c.number("number"),
                        c.text("name"),
                        c.maybeReal("score").map(OptionalDouble::of).orElseGet(OptionalDouble::empty)),
                task);
    }
}
