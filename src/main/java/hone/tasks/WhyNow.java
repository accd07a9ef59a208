package hone.tasks;

import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.ordering.Orderings;
import hone.ordering.TaskScores;
import hone.task.Precedence;
import hone.task.SlotRanks;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * Why a task is handed out before some and after others. It tells how people judged, so it is for those who may see what was decided.
 *
 * @param isCarriedOut whether all open tasks are in the order that the project has chosen
 * @param fresh places that are free and were never handed out
 * @param returned places that came back to be done by somebody else
 * @param rank 1 to {@link SlotRanks#HIGHEST}, the highest first; 0: none
 */
record WhyNow(
        Precedence precedence,
        HandingOrder order,
        boolean isCarriedOut,
        long fresh,
        long returned,
        int rank,
        Optional<TaskScores.Stored> score) {
    public boolean isRandom() {
        return order == HandingOrder.RANDOM;
    }

    public boolean isInformative() {
        return order == HandingOrder.INFORMATIVE;
    }

    public long free() {
        return fresh + returned;
    }

    /** Which group or step of the order it is in, 1 being handed out first. */
    public int nth() {
        return SlotRanks.HIGHEST + 1 - rank;
    }

    public int groups() {
        return SlotRanks.HIGHEST;
    }

    public String rounded(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    public String rounded(OptionalDouble number) {
        return rounded(number.orElseThrow());
    }

    /** Reads it. */
    @ApplicationScoped
    static class Repo {
        private final Sql sql;
        private final TaskScores scores;
        private final Orderings orderings;

        Repo(Sql sql, TaskScores scores, Orderings orderings) {
            this.sql = sql;
            this.scores = scores;
            this.orderings = orderings;
        }

        /** How its places and its project stand. */
        private record Standing(int priority, HandingOrder order, long fresh, long returned, int rank) {
            static Standing of(Sql.Cells c) throws SQLException {
                return new Standing(
                        (int) c.number("priority"),
                        HandingOrder.named(c.text("handing_order")).orElseThrow(),
                        c.number("fresh"),
                        c.number("returned"),
                        (int) c.number("rank"));
            }
        }

        WhyNow of(UUID project, UUID task, WorkKind kind) {
            Standing now = sql.first("""
                            select t.priority, coalesce(w.handing_order, 'oldest') as handing_order,
                              count(*) filter (where s.state = 'free' and not s.returned) as fresh,
                              count(*) filter (where s.state = 'free' and s.returned) as returned, coalesce(max(s.rank), 0) as rank
                            from task t left join asked_work w on w.project_id = t.project_id and w.kind = t.kind
                            left join slot s on s.task_id = t.id
                            where t.id = ? and t.project_id = ? group by t.priority, w.handing_order""", Standing::of, task, project).orElseThrow();
            return new WhyNow(
                    new Precedence(now.priority()),
                    now.order(),
                    orderings.isCarriedOut(project, kind, now.order()),
                    now.fresh(),
                    now.returned(),
                    now.rank(),
                    now.order() == HandingOrder.INFORMATIVE ? scores.stored(task) : Optional.empty());
        }
    }
}
