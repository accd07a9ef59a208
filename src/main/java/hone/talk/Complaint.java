package hone.talk;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.UUID;

/**
 * Why an answer should be corrected, when somebody who talked to the model called it wrong: their words, not who they are. Read
 * only by the page of corrections, so that other work doesn't pay for it.
 */
@Named("complaint")
@ApplicationScoped
public class Complaint {
    private final Sql sql;

    Complaint(Sql sql) {
        this.sql = sql;
    }

    /** @return the reason, which may be blank; empty for a task that did not come from a conversation */
    public Optional<String> about(UUID task) {
        return sql.first("""
                select f.reason from task t join talk_feedback f
                  on f.talk_id = split_part(t.origin_id, '/', 1)::uuid and f.number = split_part(t.origin_id, '/', 2)::integer
                where t.id = ? and t.origin = 'feedback'""", c -> c.text("reason"), task);
    }
}
