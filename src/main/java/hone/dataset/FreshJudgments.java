package hone.dataset;

import hone.judgment.Counting;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What was accepted since the last dataset: the reason to freeze again. */
@ApplicationScoped
public class FreshJudgments {
    private static final int MAX = Wording.COUNTED_MAX + 1;

    private final Sql sql;

    FreshJudgments(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param accepted judgments that count now, counted to {@link Wording#COUNTED_MAX} and one more, as is
     * @param fresh those of them that the newest dataset lacks
     * @param newest the number of that dataset
     */
    public record Count(long accepted, long fresh, Optional<Long> newest) {
        public boolean none() {
            return fresh == 0;
        }

        /** The number that the next dataset will have. */
        public long next() {
            return newest.orElse(0L) + 1;
        }

        /** Why nothing can be frozen, with the numbers; true also where nobody has tried. */
        public String whyNot() {
            if (accepted == 0) {
                return "No judgment has been accepted in this project yet, so there is nothing to freeze or to learn from.";
            }
            return "Nothing new was accepted since dataset " + newest.orElse(0L) + ": 0 new judgments, "
                    + Wording.counted(accepted) + " in all. Dataset " + newest.orElse(0L)
                    + " is kept; freeze again after the next judgment.";
        }
    }

    public Count of(UUID project) {
        return sql.first(
                        """
                        with newest as (
                          select id, number, created_at from dataset where project_id = ? order by number desc limit 1)
                        select
                          (select count(*) from (
                             select 1 from judgment j where j.project_id = ? and %1$s
                             order by j.accepted_at limit ?) j) as accepted,
                          (select count(*) from (
                             select 1 from judgment j
                             where j.project_id = ? and %1$s
                               -- What was accepted an hour before the newest dataset is in it.
                               and j.accepted_at > coalesce((select created_at - interval '1 hour' from newest), '-infinity')
                               -- Looked up for one after the other: "not exists" may be planned as a join that reads all of both.
                               and (select d.judgment_id from dataset_judgment d
                                    where d.dataset_id = (select id from newest) and d.judgment_id = j.id) is null
                             limit ?) j) as fresh,
                          (select number from newest) as newest""".formatted(Counting.COUNTS),
                        c -> new Count(c.number("accepted"), c.number("fresh"), c.maybeNumber("newest")),
                        project,
                        project,
                        MAX,
                        project,
                        MAX)
                .orElseThrow();
    }
}
