package hone.overview;

import hone.imports.Documents;
import hone.judgment.Counting;
import hone.kind.WorkKind;
import hone.quarantine.Quarantine;
import hone.round.RoundState;
import hone.run.Outcome;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The numbers on a project's overview, counted on request up to a bound: the page costs the same after years. */
@ApplicationScoped
class ProjectCounts {
    /** A larger number is shown as “more”. */
    private static final int MAX = Wording.COUNTED_MAX + 1;

    private final Sql sql;

    ProjectCounts(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param working assignments that somebody has open now
     * @param fresh accepted judgments that are not in a dataset yet
     * @param imported those that came with files, beside the accepted ones
     * @param documents texts to pre-train on
     */
    record Tiles(
            long openTasks,
            long working,
            long judgedToday,
            long peopleToday,
            long fresh,
            long accepted,
            long imported,
            long prompts,
            long documents,
            String model) {}

    /** @param dayStart when the day that counts as today began */
    Tiles tiles(UUID project, Instant dayStart) {
        return sql.first(
                        """
                        select
                          (select count(distinct s.task_id) from (
                             -- In the order of the index: otherwise a plan may scan all slots for the free ones.
                             select task_id from slot where project_id = p.id and state = 'free'
                             order by kind, lane desc, entered limit %3$d) s) as open_tasks,
                          (select count(*) from (
                             select 1 from slot where project_id = p.id and state = 'taken' order by kind limit %3$d) s) as working,
                          today.judgments, today.people,
                          (select count(*) from (
                             select 1 from judgment j
                             where j.project_id = p.id and %1$s and %6$s
                               -- What was accepted more than an hour before the newest dataset is in it, or in an older one.
                               and j.accepted_at > coalesce((select max(d.created_at) - interval '1 hour' from dataset d
                                                             where d.project_id = p.id), '-infinity')
                               and (select d.judgment_id from dataset_judgment d where d.judgment_id = j.id limit 1) is null limit %3$d) j) as fresh,
                          -- Older ones that were held back from that dataset and are released since.
                          (select count(*) from (
                             select distinct j.id from (
                               select judgment_id from quarantine
                               where project_id = p.id and outcome = 'released'
                                 and decided_at > (select max(d.created_at) - interval '1 hour' from dataset d where d.project_id = p.id)
                               order by decided_at desc limit %3$d) r
                             join judgment j on j.id = r.judgment_id
                             where %1$s and %6$s
                               and j.accepted_at <= (select max(d.created_at) - interval '1 hour' from dataset d where d.project_id = p.id)
                               and (select d.judgment_id from dataset_judgment d where d.judgment_id = j.id limit 1) is null) j) as released,
                          (select count(*) from (
                             select 1 from judgment j where j.project_id = p.id and %1$s
                             order by j.accepted_at limit %3$d) j) as accepted,
                          (select count(*) from (
                             select 1 from imported_judgment i where i.project_id = p.id and %4$s
                             order by i.id limit %3$d) i) as imported,
                          (select count(*) from (
                             select 1 from prompt where project_id = p.id order by sha256 limit %3$d) q) as prompts,
                          (select count(*) from (
                             select 1 from document d where d.project_id = p.id and %5$s
                             order by d.id limit %3$d) d) as documents,
                          (select m.name from current_model c join model_version m on m.id = c.model_version_id
                             where c.project_id = p.id order by c.sequence desc limit 1) as model
                        from project p cross join lateral (
                          select count(*) as judgments, count(distinct j.labeler_id) as people from (
                            select labeler_id from judgment j where project_id = p.id and %2$s
                              and judged_at >= ? order by judged_at desc limit %3$d) j) today
                        where p.id = ?""".formatted(
                                        Counting.COUNTS,
                                        Counting.STANDS,
                                        MAX,
                                        Counting.IMPORTED_COUNTS,
                                        Documents.COUNT,
                                        Quarantine.FREE),
                        c -> new Tiles(
                                c.number("open_tasks"),
                                c.number("working"),
                                c.number("judgments"),
                                c.number("people"),
                                c.number("fresh") + c.number("released"),
                                c.number("accepted"),
                                c.number("imported"),
                                c.number("prompts"),
                                c.number("documents"),
                                c.text("model")),
                        dayStart,
                        project)
                .orElseThrow();
    }

    /** A person's share of the last seven days; the median of their seconds, and how many of their comparisons were ties. */
    record Share(String name, boolean simulated, long judgments, long medianSeconds, long comparisons, long ties) {
        public boolean isCompared() {
            return comparisons > 0;
        }

        public long tiePercent() {
            return Math.round(100.0 * ties / Math.max(1, comparisons));
        }
    }

    /** The most judgments of a week that are looked at, newest first. */
    private static final int WEEK_MAX = 2_000;

    record Week(List<Share> shares) {
        public boolean isCut() {
            return shares.stream().mapToLong(Share::judgments).sum() >= WEEK_MAX;
        }

        public long max() {
            return WEEK_MAX;
        }
    }

    private static final String SHARES = """
            select (select display_name from labeler where id = w.labeler_id) as display_name,
              (select simulated from labeler where id = w.labeler_id) as simulated, w.judgments, w.seconds, w.comparisons, w.ties from (
              select j.labeler_id, count(*) as judgments,
                cast(percentile_cont(0.5) within group (order by j.seconds) as bigint) as seconds,
                count(*) filter (where j.kind = ?) as comparisons,
                count(*) filter (where j.verdict ->> 'kind' = 'tie') as ties
              from (select labeler_id, seconds, kind, verdict from judgment j
                    where %1$s and %2$s and judged_at > now() - interval '7 days'
                    order by judged_at desc limit %3$d) j
              group by j.labeler_id order by count(*) desc limit 100) w
            order by w.judgments desc, 1""";

    /** Everybody's shares. */
    Week lastWeek(UUID project) {
        return new Week(sql.list(
                SHARES.formatted("project_id = ?", Counting.STANDS, WEEK_MAX),
                ProjectCounts::share,
                WorkKind.COMPARISON.wireName(),
                project));
    }

    /** One person's own share. */
    Week lastWeek(UUID project, UUID person) {
        return new Week(sql.list(
                SHARES.formatted("labeler_id = ? and project_id = ?", Counting.STANDS, WEEK_MAX),
                ProjectCounts::share,
                WorkKind.COMPARISON.wireName(),
                person,
                project));
    }

    private static Share share(Sql.Cells c) throws SQLException {
        return new Share(
                c.text("display_name"),
                c.flag("simulated"),
                c.number("judgments"),
                c.number("seconds"),
                c.number("comparisons"),
                c.number("ties"));
    }

    /** The last dataset, the running or last round, and the weekly time. 0 or empty where there is none yet. */
    record Circle(
            int dataset,
            int round,
            boolean running,
            String step,
            int day,
            String time,
            String zone,
            boolean scheduled,
            @Nullable Instant next) {
        public int nextDataset() {
            return dataset + 1;
        }

        public int nextRound() {
            return round + 1;
        }
    }

    Circle circle(UUID project) {
        return sql.first(
                        """
                        select coalesce((select max(number) from dataset where project_id = p.id), 0) as dataset,
                          coalesce(rd.number, 0) as round, rd.outcome,
                          (select r.kind from run r where r.round_id = rd.id and r.finished_at is null
                             order by r.number desc limit 1) as step,
                          coalesce(s.day_of_week, 1) as day, coalesce(to_char(s.local_time, 'HH24:MI'), '06:00') as time,
                          coalesce(s.zone, 'UTC') as zone, coalesce(s.enabled, false) as scheduled, s.next_due_at
                        from project p
                        left join lateral (select * from round rd where rd.project_id = p.id
                                           order by rd.number desc limit 1) rd on true
                        left join schedule s on s.project_id = p.id
                        where p.id = ?""",
                        c -> new Circle(
                                (int) c.number("dataset"),
                                (int) c.number("round"),
                                c.number("round") > 0
                                        && RoundState.of(Outcome.of(c.maybeText("outcome"))) == RoundState.RUNNING,
                                c.text("step"),
                                (int) c.number("day"),
                                c.text("time"),
                                c.text("zone"),
                                c.flag("scheduled"),
                                c.maybeTime("next_due_at").orElse(null)),
                        project)
                .orElseThrow();
    }
}
