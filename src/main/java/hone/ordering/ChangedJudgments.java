package hone.ordering;

import hone.judgment.Counting;
import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The judgments of a project that were given or withdrawn, in the order in which that happened, a page at a time. */
@ApplicationScoped
class ChangedJudgments {
    /**
     * So long ago nothing can appear any more: a transaction ends within a minute, and the rest is for clocks that differ. Without it
     * what is committed late would be passed unseen.
     */
    static final Duration SETTLED_AFTER = Duration.ofSeconds(75);

    private final Sql sql;

    ChangedJudgments(Sql sql) {
        this.sql = sql;
    }

    /** A place in that order. */
    record Place(Instant at, UUID id) {
        private static final UUID FIRST = new UUID(0, 0);

        /** Everything from then on is behind it. */
        static Place from(Instant at) {
            return new Place(at, FIRST);
        }
    }

    /** @param place the judgment's */
    record Change(UUID task, UUID prompt, WorkKind kind, Place place) {}

    /** Those behind a place that can be relied on now, of all kinds of work. */
    List<Change> after(UUID project, Place place, Instant now, int max) {
        Instant until = now.minus(SETTLED_AFTER);
        return sql.list(
                """
                select c.task_id, c.prompt_id, c.kind, c.at, c.id from (
                  (select j.task_id, j.prompt_id, j.kind, j.judged_at as at, j.id from judgment j
                   where j.project_id = ? and j.judged_at >= ? and j.judged_at <= ? and (j.judged_at, j.id) > (?, ?)
                   order by j.judged_at, j.id limit ?)
                  union all
                  (select j.task_id, j.prompt_id, j.kind, j.%1$s as at, j.id from judgment j
                   where j.project_id = ? and j.%1$s >= ? and j.%1$s <= ? and (j.%1$s, j.id) > (?, ?)
                   order by j.%1$s, j.id limit ?)) c
                order by c.at, c.id limit ?""".formatted(Counting.COUNTS_NO_MORE_AT),
                c -> new Change(
                        c.id("task_id"),
                        c.id("prompt_id"),
                        WorkKind.of(c.text("kind")),
                        new Place(c.time("at"), c.id("id"))),
                project,
                place.at(),
                until,
                place.at(),
                place.id(),
                max,
                project,
                place.at(),
                until,
                place.at(),
                place.id(),
                max,
                max);
    }
}
