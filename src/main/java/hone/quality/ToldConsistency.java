package hone.quality;

import hone.evaluation.Share;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How often one person decided the same when the same answers came again, as they are told it: see {@code consistency_told}.
 *
 * @param share of their repeats
 */
public record ToldConsistency(String project, Share share, Instant measuredAt) {
    public String percent() {
        return whole(share.share());
    }

    public String low() {
        return whole(share.interval().low());
    }

    public String high() {
        return whole(share.interval().high());
    }

    private static String whole(double share) {
        return Long.toString(Math.round(100 * share));
    }

    /** Reads what {@link QualityMeasures} wrote, and measures nothing. */
    @ApplicationScoped
    public static class Query {
        private static final int LOOKED_AT = 300;
        private static final int SHOWN = 12;

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /** Of their projects, those with most repeats first. */
        public List<ToldConsistency> of(UUID labeler) {
            return sql.list(
                    """
                    select p.name, t.same, t.repeats, t.measured_at
                    from (select * from consistency_told where labeler_id = ? limit %d) t
                    cross join lateral (select name from project where id = t.project_id offset 0) p
                    -- Looked up on its own: with a join, a plan may go through all members of the project.
                    where (select 1 from member m where m.project_id = t.project_id and m.labeler_id = t.labeler_id) is not null
                    order by t.repeats desc, p.name limit %d""".formatted(LOOKED_AT, SHOWN),
                    c -> new ToldConsistency(
                            c.text("name"),
                            new Share((double) c.number("same") / c.number("repeats"), c.number("repeats")),
                            c.time("measured_at")),
                    labeler);
        }
    }
}
