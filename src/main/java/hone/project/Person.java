package hone.project;

import hone.web.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A member as the people page shows them. */
record Person(
        String username,
        String name,
        boolean simulated,
        boolean signedIn,
        @Nullable Instant lastSeenAt,
        long judgments,
        long working) {

    /** Judgments are counted by SQL: they live above this package. */
    @ApplicationScoped
    static class Query {
        private final EntityManager database;

        Query(EntityManager database) {
            this.database = database;
        }

        List<Person> of(UUID project) {
            return Rows.of(
                    database.createNativeQuery("""
                            select l.username, l.display_name, l.simulated, l.subject is not null or l.last_seen_at is not null,
                              l.last_seen_at,
                              (select count(*) from judgment j where j.project_id = ?1 and j.labeler_id = l.id
                                 and j.withdrawn_at is null),
                              (select count(*) from assignment a join task t on t.id = a.task_id
                               where a.labeler_id = l.id and a.state = 'open' and t.project_id = ?1)
                            from member m join labeler l on l.id = m.labeler_id where m.project_id = ?1
                            order by lower(l.display_name), l.username limit 1000""", Object[].class).setParameter(1, project),
                    row -> new Person(
                            (String) row[0],
                            (String) row[1],
                            (Boolean) row[2],
                            (Boolean) row[3],
                            Rows.maybeTime(row[4]),
                            Rows.number(row[5]),
                            Rows.number(row[6])));
        }
    }
}
