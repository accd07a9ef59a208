package hone.people;

import hone.judgment.Counting;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A member as shown on the people page. */
record Person(
        String username,
        String name,
        boolean simulated,
        boolean signedIn,
        @Nullable Instant lastSeenAt,
        long judgments,
        long working,
        boolean paused) {
    /** The number, or that there are more than are counted. */
    public String counted() {
        return Wording.counted(judgments, Query.COUNTED_MAX);
    }

    /** Judgments are counted by SQL: they belong to a package above this one. */
    @ApplicationScoped
    static class Query {
        /** Counted for each of a thousand lines. */
        private static final int COUNTED_MAX = 1_000;

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        List<Person> of(UUID project) {
            return sql.list(
                    """
                    select l.username, l.display_name, l.simulated, l.subject is not null or l.last_seen_at is not null as signed_in,
                      l.last_seen_at,
                      (select count(*) from (
                         select 1 from judgment j where j.project_id = m.project_id and j.labeler_id = l.id
                           and %s limit %d) j) as judgments,
                      (select count(*) from assignment a join task t on t.id = a.task_id
                       where a.labeler_id = l.id and a.state = 'open' and t.project_id = m.project_id) as working,
                      exists (select 1 from pause p
                        where p.project_id = m.project_id and p.labeler_id = l.id and p.lifted_at is null) as paused
                    from member m join labeler l on l.id = m.labeler_id where m.project_id = ?
                    order by lower(l.display_name), l.username limit 1000""".formatted(Counting.STANDS, COUNTED_MAX + 1),
                    c -> new Person(
                            c.text("username"),
                            c.text("display_name"),
                            c.flag("simulated"),
                            c.flag("signed_in"),
                            c.maybeTime("last_seen_at").orElse(null),
                            c.number("judgments"),
                            c.number("working"),
                            c.flag("paused")),
                    project);
        }
    }
}
