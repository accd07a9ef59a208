package hone.quality;

import hone.evaluation.Share;
import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How far one person agrees with others in one kind of work, as they are told it: see {@code quality_told}.
 *
 * @param share of the tasks that somebody else has judged too
 */
public record ToldAgreement(String project, WorkKind kind, Share share, Instant measuredAt) {
    /** What it is a share of, which selects the sentence. */
    public String about() {
        return switch (kind) {
            case COMPARISON -> "choice";
            case RANKING -> "order";
            case RATING -> "mark";
            case CORRECTION, DEMONSTRATION -> throw new IllegalStateException("What people write is not compared.");
        };
    }

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

        /** Of their projects, those with most tasks first. */
        public List<ToldAgreement> of(UUID labeler) {
            return sql.list(
                    """
                    select p.name, t.kind, t.compared, t.agreement, t.measured_at
                    from (select * from quality_told where labeler_id = ? limit %d) t
                    cross join lateral (select name from project where id = t.project_id offset 0) p
                    -- Looked up on its own: with a join, a plan may go through all members of the project.
                    where (select 1 from member m where m.project_id = t.project_id and m.labeler_id = t.labeler_id) is not null
                    order by t.compared desc, p.name, t.kind limit %d""".formatted(LOOKED_AT, SHOWN),
                    c -> new ToldAgreement(
                            c.text("name"),
                            WorkKind.of(c.text("kind")),
                            new Share(c.real("agreement"), c.number("compared")),
                            c.time("measured_at")),
                    labeler);
        }
    }
}
