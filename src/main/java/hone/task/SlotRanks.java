package hone.task;

import hone.contract.Wire;
import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The ranks of free slots (V042): of those of equal priority the higher ones are handed out first, and those of one rank in the order in
 * which they became free. What came back to be done by somebody else comes before all of them, so its rank does not matter. Whatever
 * changes a rank moves the slot to the end of its lane, where nobody has passed it.
 */
@ApplicationScoped
public class SlotRanks {
    /** Ranks are from 1 to this; 0 is a slot that has none. */
    public static final int HIGHEST = 16;

    private final Sql sql;

    SlotRanks(Sql sql) {
        this.sql = sql;
    }

    private record Ranked(UUID task, int rank) {}

    /** Tasks with a free slot that has no rank, of the highest priority first. */
    public List<UUID> unranked(UUID project, WorkKind kind, int max) {
        return sql.list("select free_unranked(?, ?, ?) as id", c -> c.id("id"), project, kind.wireName(), max).stream()
                .distinct()
                .toList();
    }

    /** Tasks with a free slot, those made first first, after one of them. */
    public List<UUID> free(UUID project, WorkKind kind, UUID after, int max) {
        return sql.list("select free_after(?, ?, ?, ?) as id", c -> c.id("id"), project, kind.wireName(), after, max);
    }

    /**
     * Those of these tasks, and of others of their kind about the same prompts, that have a free slot with a rank.
     *
     * @param max of the tasks of each prompt so many are looked at
     */
    public List<UUID> rankedAbout(Collection<UUID> tasks, Collection<UUID> prompts, WorkKind kind, int max) {
        return sql.list(
                "select ranked_about(?, ?, ?, ?) as id",
                c -> c.id("id"),
                tasks.toArray(UUID[]::new),
                prompts.toArray(UUID[]::new),
                kind.wireName(),
                max);
    }

    /**
     * Gives the free slots of each task its rank. To be the last that a transaction does: until it ends, others pass the slots that it
     * changes.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void give(Map<UUID, Integer> ranks) {
        sql.run(
                """
                with wanted as (select * from json_to_recordset(cast(? as json)) as r (task uuid, rank smallint)),
                locked as (
                  select s.task_id, s.number, w.rank from wanted w join slot s on s.task_id = w.task
                  where s.state = 'free' and not s.returned and s.rank <> w.rank
                  order by s.task_id, s.number for update of s)
                update slot s set rank = l.rank from locked l where s.task_id = l.task_id and s.number = l.number""",
                Wire.write(ranks.entrySet().stream()
                        .map(one -> new Ranked(one.getKey(), one.getValue()))
                        .toList()));
    }

    /**
     * Takes their ranks away and puts them behind all that have none, so that tasks for which this is called in some order are handed out
     * in it. To be the last that a transaction does.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void putBehind(Collection<UUID> tasks) {
        sql.run("""
                with locked as (
                  select s.task_id, s.number from slot s
                  where s.task_id = any(?) and s.state = 'free' and not s.returned
                  order by s.task_id, s.number for update of s)
                update slot s set rank = 0, entered = pg_current_xact_id() from locked l
                where s.task_id = l.task_id and s.number = l.number""", (Object) tasks.toArray(UUID[]::new));
    }
}
