package hone.gold;

import hone.evaluation.Share;
import hone.judgment.Counting;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A task whose answer is known, and what the newest thirty people answered.
 *
 * @param chosen the beginning of the answer that should be preferred
 * @param explanation why that is the right one; empty where nobody has said
 */
record GoldTask(
        UUID id,
        String prompt,
        String chosen,
        String by,
        Instant at,
        boolean retired,
        String explanation,
        People people) {
    /**
     * Those who judged it.
     *
     * @param good who usually find gold
     * @param goodFound those of them who found this
     */
    record People(long judged, long found, long good, long goodFound) {
        /** Of people who usually find gold so many must have judged one before it can be doubtful. */
        static final int GOOD_MIN = 4;

        /** Who finds at least so many of a hundred usually finds gold. */
        static final int GOOD_PERCENT = 80;

        /** Most of those who usually find gold miss it, so the answer may be wrong. */
        public boolean isDoubting() {
            return good >= GOOD_MIN && 2 * (good - goodFound) > good;
        }

        public long goodMissed() {
            return good - goodFound;
        }

        public Optional<Share> share() {
            return judged == 0 ? Optional.empty() : Optional.of(new Share((double) found / judged, judged));
        }
    }

    @ApplicationScoped
    static class Query {
        static final int PAGE = 10;

        /** Of those who judged one, the newest. */
        static final int PEOPLE_MAX = 30;

        private static final UUID LAST = new UUID(-1, -1);

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /**
         * Newest first, one more than a page where there are more. How often people find gold is what was measured last.
         *
         * @param judge the reader if work is handed to them too: what may still come to them is left out
         */
        List<GoldTask> page(UUID project, Optional<UUID> after, UUID judge) {
            return sql.list(
                    """
                    select g.task_id, left(p.messages -> -1 ->> 'content', 161) as prompt, left(c.text, 161) as chosen,
                      l.display_name, g.set_at, g.retired_at is not null as retired,
                      coalesce(g.explanation, '') as explanation, s.judged, s.found, s.good, s.good_found
                    from (select * from gold where project_id = ? and task_id < ? and not may_still_judge(?, task_id)
                          order by task_id desc limit %1$d) g
                    cross join lateral (select prompt_id from task where id = g.task_id offset 0) t
                    cross join lateral (select messages from prompt where id = t.prompt_id offset 0) p
                    cross join lateral (select text from answer where id = g.chosen offset 0) c
                    cross join lateral (select display_name from labeler where id = g.set_by offset 0) l
                    cross join lateral (
                      select count(*) as judged, count(*) filter (where x.found) as found, count(*) filter (where q.usual) as good,
                        count(*) filter (where q.usual and x.found) as good_found
                      from (select * from gold_judgment where task_id = g.task_id order by judged_at desc limit %4$d) x
                      cross join lateral (select * from judgment j where j.id = x.judgment_id offset 0) j
                      left join lateral (
                        select 100 * q.gold_found >= %2$d * q.gold_of and q.gold_of > 0 as usual from quality_labeler q
                        where q.project_id = x.project_id and q.kind = x.kind and q.labeler_id = x.labeler_id offset 0) q on true
                      where %3$s) s
                    order by g.task_id desc""".formatted(PAGE + 1, People.GOOD_PERCENT, Counting.STANDS, PEOPLE_MAX),
                    Query::gold,
                    project,
                    after.orElse(LAST),
                    judge);
        }

        private static GoldTask gold(Sql.Cells c) throws SQLException {
            return new GoldTask(
                    c.id("task_id"),
                    c.text("prompt"),
                    c.text("chosen"),
                    c.text("display_name"),
                    c.time("set_at"),
                    c.flag("retired"),
                    c.text("explanation"),
                    new People(c.number("judged"), c.number("found"), c.number("good"), c.number("good_found")));
        }
    }
}
