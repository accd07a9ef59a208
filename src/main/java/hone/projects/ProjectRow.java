package hone.projects;

import hone.judgment.Counting;
import hone.project.Project;
import hone.round.RoundState;
import hone.run.Outcome;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the list of projects.
 *
 * @param lastRound the state of the last round; empty if there was none
 */
record ProjectRow(
        String slug,
        String name,
        String description,
        long openTasks,
        long judgedToday,
        int rounds,
        Optional<RoundState> lastRound) {
    /** The number, or that there are more than are counted. */
    public String shown(long count) {
        return Wording.counted(count, Query.OPEN_MAX);
    }

    /** Counts in the tables of tasks and rounds. */
    @ApplicationScoped
    static class Query {
        /** Counted for each of fifty lines. */
        static final int OPEN_MAX = 1_000;

        private static final String VISIBLE = """
                from project p
                where (? or exists (select 1 from member m where m.project_id = p.id and m.labeler_id = ?))
                  and position(lower(?) in lower(p.name)) > 0""";

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /** @param dayStart when the day that counts as today began */
        ProjectList visibleTo(UUID labeler, Project.Sight sight, String query, int page, Instant dayStart) {
            boolean all = sight == Project.Sight.ALL;
            long total = sql.number("select count(*) " + VISIBLE, all, labeler, query);
            List<ProjectRow> rows = sql.list(
                    """
                    select p.slug, p.name, p.description,
                      (select count(distinct s.task_id) from (
                         select task_id from slot where project_id = p.id and state = 'free' limit %3$d) s) as open_tasks,
                      (select count(*) from (
                         select 1 from judgment j where j.project_id = p.id and %2$s
                           and j.judged_at >= ? order by j.judged_at desc limit %3$d) j) as judged_today,
                      coalesce(rd.number, 0) as rounds,
                      rd.outcome
                    from (select p.* %1$s order by lower(p.name), p.slug limit %4$d offset ?) p
                    left join lateral (select * from round rd where rd.project_id = p.id
                                       order by rd.number desc limit 1) rd on true
                    order by lower(p.name), p.slug""".formatted(VISIBLE, Counting.STANDS, OPEN_MAX + 1, ProjectList.PAGE),
                    c -> new ProjectRow(
                            c.text("slug"),
                            c.text("name"),
                            c.text("description"),
                            c.number("open_tasks"),
                            c.number("judged_today"),
                            (int) c.number("rounds"),
                            state(c)),
                    dayStart,
                    all,
                    labeler,
                    query,
                    (page - 1) * ProjectList.PAGE);
            return new ProjectList(rows, query, page, total);
        }

        private static Optional<RoundState> state(Sql.Cells c) throws SQLException {
            return c.number("rounds") == 0
                    ? Optional.empty()
                    : Optional.of(RoundState.of(Outcome.of(c.maybeText("outcome"))));
        }
    }
}
