package hone.ordering;

import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.ordering.ChangedJudgments.Place;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How far the open tasks of each kind of work are in the order that their project has chosen. */
@ApplicationScoped
public class Orderings {
    /** Whoever has done nothing for so long is gone. */
    private static final String LEASE = "2 minutes";

    /** Projects that have newly chosen an order; the rest follows with the next look. */
    private static final int BEGUN_MAX = 100;

    private final Sql sql;

    Orderings(Sql sql) {
        this.sql = sql;
    }

    /** A kind of work of a project. */
    record Queue(UUID project, WorkKind kind) {}

    /**
     * What has been done.
     *
     * @param wanted the order that the project has chosen
     * @param order the one that open tasks have, or are being given
     * @param walkedTo the last task that has been given it; empty: all have
     * @param judgedTo judgments until there are in the scores
     */
    record Progress(HandingOrder wanted, HandingOrder order, Optional<UUID> walkedTo, Place judgedTo) {
        private static final UUID FIRST = new UUID(0, 0);

        /** Everything that is open is given the order that is wanted now. */
        Progress again(Instant now) {
            Place judgedTo = Place.from(now.minus(ChangedJudgments.SETTLED_AFTER));
            return new Progress(wanted, wanted, Optional.of(FIRST), judgedTo);
        }

        Progress walked(Optional<UUID> to) {
            return new Progress(wanted, order, to, judgedTo);
        }

        Progress judged(Place to) {
            return new Progress(wanted, order, walkedTo, to);
        }
    }

    /** A row for each queue whose project has chosen an order since. */
    @Transactional
    void begin() {
        sql.run("""
                insert into task_ordering (project_id, kind, handing_order, changed_at, changed_id)
                select w.project_id, w.kind, ?, now(), w.project_id from asked_work w
                where w.handing_order <> 'oldest'
                  and not exists (select 1 from task_ordering o where o.project_id = w.project_id and o.kind = w.kind)
                limit ?
                on conflict do nothing""", HandingOrder.OLDEST.wireName(), BEGUN_MAX);
    }

    /**
     * Takes the queue that nobody has looked at for the longest time, so that no other instance does.
     *
     * @param before those that have been looked at since then have had their turn
     */
    @Transactional
    Optional<Queue> take(Instant before) {
        return sql.first("""
                with next as (
                  select project_id, kind from task_ordering
                  where looked_at < ? and coalesce(lease_until < now(), true)
                  order by looked_at limit 1 for update skip locked)
                update task_ordering o set looked_at = now(), lease_until = now() + interval '%s' from next n
                where o.project_id = n.project_id and o.kind = n.kind
                returning o.project_id, o.kind""".formatted(LEASE), c -> new Queue(c.id("project_id"), WorkKind.of(c.text("kind"))), before);
    }

    /** By the database's clock, as turns are counted. */
    Instant now() {
        return sql.first("select now() as at", c -> c.time("at")).orElseThrow();
    }

    /** For changing it; empty where the order is the oldest first, and all tasks have it. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Progress> hold(Queue queue) {
        return sql.first(
                """
                select o.handing_order, o.walked_to, o.changed_at, o.changed_id, coalesce((
                    select w.handing_order from asked_work w where w.project_id = o.project_id and w.kind = o.kind), ?) as wanted
                from task_ordering o where o.project_id = ? and o.kind = ? for update of o""",
                c -> new Progress(
                        HandingOrder.named(c.text("wanted")).orElseThrow(),
                        HandingOrder.named(c.text("handing_order")).orElseThrow(),
                        c.maybeId("walked_to"),
                        new Place(c.time("changed_at"), c.id("changed_id"))),
                HandingOrder.OLDEST.wireName(),
                queue.project(),
                queue.kind().wireName());
    }

    /** Renews the lease, too. */
    @Transactional(Transactional.TxType.MANDATORY)
    void store(Queue queue, Progress progress) {
        sql.run(
                """
                update task_ordering set handing_order = ?, walked_to = ?, changed_at = ?, changed_id = ?,
                  lease_until = now() + interval '%s'
                where project_id = ? and kind = ?""".formatted(LEASE),
                progress.order().wireName(),
                progress.walkedTo().orElse(null),
                progress.judgedTo().at(),
                progress.judgedTo().id(),
                queue.project(),
                queue.kind().wireName());
    }

    /** All are in the order in which they were made, so nothing is left to be done. */
    @Transactional(Transactional.TxType.MANDATORY)
    void end(Queue queue) {
        sql.run(
                "delete from task_ordering where project_id = ? and kind = ?",
                queue.project(),
                queue.kind().wireName());
    }

    @Transactional
    void release(Queue queue) {
        sql.run(
                "update task_ordering set lease_until = null where project_id = ? and kind = ?",
                queue.project(),
                queue.kind().wireName());
    }

    /** Whether all open tasks of a kind are in the order that their project has chosen. */
    public boolean isCarriedOut(UUID project, WorkKind kind, HandingOrder chosen) {
        return sql.first(
                        "select handing_order, walked_to from task_ordering where project_id = ? and kind = ?",
                        c -> c.text("handing_order").equals(chosen.wireName())
                                && c.maybeId("walked_to").isEmpty(),
                        project,
                        kind.wireName())
                .orElse(chosen.isOldest());
    }
}
