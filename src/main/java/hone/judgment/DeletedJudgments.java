package hone.judgment;

import hone.contract.JudgmentEvent;
import hone.outbox.Outbox;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** Judgments whose texts somebody wanted deleted: they count no more, and say nothing that a person wrote. */
@ApplicationScoped
public class DeletedJudgments {
    private static final String GONE = "\"Deleted on request.\"";

    private final Sql sql;
    private final Outbox outbox;

    DeletedJudgments(Sql sql, Outbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** Those given here that a wish is about, as far as they count. */
    public UUID[] about(UUID project, String about, UUID subject) {
        String column = switch (about) {
            case "prompt" -> "j.prompt_id";
            case "person" -> "j.labeler_id";
            default -> "j.id";
        };
        return sql.list(
                        "select j.id from judgment j where j.project_id = ? and %s = ? and %s for update"
                                .formatted(column, Counting.STANDS),
                        c -> c.id("id"),
                        project,
                        subject)
                .toArray(UUID[]::new);
    }

    /** Where what was typed for them was kept. */
    public UUID[] assignments(UUID[] given) {
        return sql.list("select assignment_id from judgment where id = any(?)", c -> c.id("assignment_id"), (Object)
                        given)
                .toArray(UUID[]::new);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void delete(UUID[] given, String why, Instant now) {
        sql.list("""
                        update judgment set withdrawn_at = ?, rationale = null,
                          verdict = case when jsonb_exists(verdict, 'text') then jsonb_set(verdict, '{text}', cast(? as jsonb)) else verdict end
                        where id = any(?) returning id, prompt_id""", c -> new Gone(c.id("id"), c.id("prompt_id")), now, GONE, given)
                .forEach(gone -> outbox.add(
                        "judgments",
                        gone.prompt().toString(),
                        gone.id().toString(),
                        new JudgmentEvent.JudgmentWithdrawn(
                                gone.id().toString(), gone.prompt().toString(), why, now),
                        now));
    }

    private record Gone(UUID id, UUID prompt) {}
}
