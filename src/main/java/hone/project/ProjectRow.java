package hone.project;

import hone.web.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/**
 * One line of the list of projects.
 *
 * @param round what the last round came to: {@code none}, {@code running}, {@code succeeded}, {@code failed}, {@code cancelled}
 */
record ProjectRow(
        String slug, String name, String description, long openTasks, long judgedToday, int rounds, String round) {

    /** Counts in the tables of work and rounds, which are above this package: by SQL, so that nothing is imported upwards. */
    @ApplicationScoped
    static class Query {
        private final EntityManager database;

        Query(EntityManager database) {
            this.database = database;
        }

        List<ProjectRow> visibleTo(UUID labeler, Project.Sight sight) {
            return Rows.of(
                    database.createNativeQuery("""
                            select p.slug, p.name, p.description,
                              (select count(distinct s.task_id) from slot s where s.project_id = p.id and s.state = 'free'),
                              (select count(*) from judgment j where j.project_id = p.id and j.withdrawn_at is null
                                 and j.judged_at >= date_trunc('day', now(), 'UTC')),
                              coalesce(i.number, 0),
                              case when i.id is null then 'none' else coalesce(i.outcome, 'running') end
                            from project p
                            left join lateral (select * from iteration i where i.project_id = p.id
                                               order by i.number desc limit 1) i on true
                            where ?2 or exists (select 1 from member m where m.project_id = p.id and m.labeler_id = ?1)
                            order by lower(p.name), p.slug limit 500""", Object[].class)
                            .setParameter(1, labeler)
                            .setParameter(2, sight == Project.Sight.ALL),
                    row -> new ProjectRow(
                            (String) row[0],
                            (String) row[1],
                            (String) row[2],
                            Rows.number(row[3]),
                            Rows.number(row[4]),
                            ((Number) row[5]).intValue(),
                            (String) row[6]));
        }
    }
}
