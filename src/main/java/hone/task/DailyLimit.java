package hone.task;

import hone.kind.WorkKind;
import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How many judgments one person may give to a project within 24 hours: the last 24, so that no time zone and no midnight matters. What
 * is in their hands counts too, and may be finished. A limit costs a look at what the person did in that time.
 */
@ApplicationScoped
public class DailyLimit {
    private static final Duration DAY = Duration.ofHours(24);

    private static final String JUDGED = """
            select a.closed_at from assignment a join task t on t.id = a.task_id
            where a.labeler_id = ? and a.state = 'judged' and a.closed_at > ? and t.project_id = ?
            order by a.closed_at desc limit ?""";

    private final Sql sql;

    DailyLimit(Sql sql) {
        this.sql = sql;
    }

    /**
     * A person has judged as much as they may.
     *
     * @param again when they are handed work again
     */
    public record Reached(int max, Instant again) {}

    /** Why nothing is handed to a person; empty where the limit is not the reason. */
    public Optional<Reached> reached(Project project, UUID labeler, Instant now) {
        if (project.dailyMax == 0) {
            return Optional.empty();
        }
        return sql.first(
                        "select count(*) as judged, min(j.closed_at) as oldest from (" + JUDGED + ") j",
                        c -> c.number("judged") < project.dailyMax
                                ? Optional.<Reached>empty()
                                : Optional.of(new Reached(
                                        project.dailyMax, c.time("oldest").plus(DAY))),
                        labeler,
                        now.minus(DAY),
                        project.id,
                        project.dailyMax)
                .flatMap(reached -> reached);
    }

    boolean isReached(TaskQueue.Turn turn, Instant now) {
        return turn.dailyMax() > 0
                && sql.number(
                                """
                                select (select count(*) from (%s) j)
                                  + (select count(*) from assignment a join task t on t.id = a.task_id
                                     where a.labeler_id = ? and a.state = 'open' and t.project_id = ?)""".formatted(JUDGED),
                                turn.labeler(),
                                now.minus(DAY),
                                turn.project(),
                                turn.dailyMax(),
                                turn.labeler(),
                                turn.project())
                        >= turn.dailyMax();
    }

    /** What is in a person's hands already. */
    Optional<UUID> open(TaskQueue.Turn turn, WorkKind kind) {
        return sql.first("""
                select a.id from assignment a join task t on t.id = a.task_id
                where a.labeler_id = ? and a.state = 'open' and t.project_id = ? and t.kind = ?
                order by a.handed_at, a.id limit 1""", c -> c.id("id"), turn.labeler(), turn.project(), kind.wireName());
    }
}
