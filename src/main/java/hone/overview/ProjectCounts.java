package hone.overview;

import hone.web.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a project's overview says in numbers, counted when asked. */
@ApplicationScoped
class ProjectCounts {
    private final EntityManager database;

    ProjectCounts(EntityManager database) {
        this.database = database;
    }

    /**
     * @param working assignments that somebody has open now
     * @param fresh accepted judgments that no dataset holds yet
     * @param waiting prompts without enough answers
     */
    record Tiles(
            long openTasks,
            long working,
            long judgedToday,
            long peopleToday,
            long fresh,
            long accepted,
            long prompts,
            String model) {}

    Tiles tiles(UUID project) {
        return Rows.of(
                        database.createNativeQuery("""
                                select
                                  (select count(distinct task_id) from slot where project_id = ?1 and state = 'free'),
                                  (select count(*) from slot where project_id = ?1 and state = 'taken'),
                                  (select count(*) from judgment where project_id = ?1 and withdrawn_at is null
                                     and judged_at >= date_trunc('day', now(), 'UTC')),
                                  (select count(distinct labeler_id) from judgment where project_id = ?1 and withdrawn_at is null
                                     and judged_at >= date_trunc('day', now(), 'UTC')),
                                  (select count(*) from judgment j where j.project_id = ?1 and j.accepted_at is not null
                                     and j.withdrawn_at is null and not exists (
                                       select 1 from dataset_judgment d where d.judgment_id = j.id)),
                                  (select count(*) from judgment j where j.project_id = ?1 and j.accepted_at is not null
                                     and j.withdrawn_at is null),
                                  (select count(*) from prompt where project_id = ?1),
                                  coalesce((select m.name from current_model c join model_version m on m.id = c.model_version_id
                                     where c.project_id = ?1 order by c.sequence desc limit 1), '')""").setParameter(1, project),
                        row -> new Tiles(
                                Rows.number(row[0]),
                                Rows.number(row[1]),
                                Rows.number(row[2]),
                                Rows.number(row[3]),
                                Rows.number(row[4]),
                                Rows.number(row[5]),
                                Rows.number(row[6]),
                                (String) row[7]))
                .getFirst();
    }

    /** A person's part in the last seven days; the median of their seconds, and how many of their comparisons were ties. */
    record Share(String name, boolean simulated, long judgments, long medianSeconds, long comparisons, long ties) {
        public boolean isCompared() {
            return comparisons > 0;
        }

        public long tiePercent() {
            return Math.round(100.0 * ties / Math.max(1, comparisons));
        }
    }

    List<Share> lastWeek(UUID project) {
        return Rows.of(
                database.createNativeQuery("""
                        select l.display_name, l.simulated, count(*),
                          cast(percentile_cont(0.5) within group (order by j.seconds) as bigint),
                          count(*) filter (where j.kind = 'comparison'),
                          count(*) filter (where j.verdict ->> 'kind' = 'tie')
                        from judgment j join labeler l on l.id = j.labeler_id
                        where j.project_id = ?1 and j.withdrawn_at is null and j.judged_at > now() - interval '7 days'
                        group by l.id, l.display_name, l.simulated order by count(*) desc, l.display_name limit 100""").setParameter(1, project),
                row -> new Share(
                        (String) row[0],
                        (Boolean) row[1],
                        Rows.number(row[2]),
                        Rows.number(row[3]),
                        Rows.number(row[4]),
                        Rows.number(row[5])));
    }

    /** The last dataset, the round that runs or ran last, and the weekly time. 0 or empty where there is none yet. */
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
        return Rows.of(
                        database.createNativeQuery("""
                                select coalesce((select max(number) from dataset where project_id = ?1), 0),
                                  coalesce(i.number, 0), i.id is not null and i.finished_at is null,
                                  coalesce((select r.kind from run r where r.iteration_id = i.id and r.finished_at is null
                                     order by r.number desc limit 1), ''),
                                  coalesce(s.day_of_week, 1), coalesce(to_char(s.local_time, 'HH24:MI'), '06:00'),
                                  coalesce(s.zone, 'UTC'), coalesce(s.enabled, false), s.next_due_at
                                from project p
                                left join lateral (select * from iteration i where i.project_id = p.id
                                                   order by i.number desc limit 1) i on true
                                left join schedule s on s.project_id = p.id
                                where p.id = ?1""").setParameter(1, project),
                        row -> new Circle(
                                ((Number) row[0]).intValue(),
                                ((Number) row[1]).intValue(),
                                (Boolean) row[2],
                                (String) row[3],
                                ((Number) row[4]).intValue(),
                                (String) row[5],
                                (String) row[6],
                                (Boolean) row[7],
                                Rows.maybeTime(row[8])))
                .getFirst();
    }
}
