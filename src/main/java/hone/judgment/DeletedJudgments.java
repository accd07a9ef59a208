package hone.judgment;

import hone.contract.JudgmentEvent;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Judgments whose texts somebody wanted deleted: they count no more, and say nothing that a person wrote. */
@ApplicationScoped
public class DeletedJudgments {
    private static final String GONE = "\"Deleted on request.\"";

    private final Sql sql;
    private final Outbox outbox;
    private final Event<JudgmentsDeleted> deleted;

    DeletedJudgments(Sql sql, Outbox outbox, Event<JudgmentsDeleted> deleted) {
        this.sql = sql;
        this.outbox = outbox;
        this.deleted = deleted;
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

    /** @param prompts that are deleted too, with everything about them */
    @Transactional(Transactional.TxType.MANDATORY)
    public void delete(UUID project, UUID[] given, UUID[] prompts, Instant now) {
        if (given.length + prompts.length > 0) {
            deleted.fire(new JudgmentsDeleted(project, given, prompts));
        }
        // Only what was accepted was ever told to anybody: what waits for a reviewer, gold and repeats were not.
        sql
                .list(
                        """
                        update judgment set withdrawn_at = ?, rationale = null,
                          verdict = case when jsonb_exists(verdict, 'text') then jsonb_set(verdict, '{text}', cast(? as jsonb)) else verdict end
                        where id = any(?) returning id, task_id, prompt_id, accepted_at is not null as accepted""",
                        c -> new Gone(c.id("id"), c.id("task_id"), c.id("prompt_id"), c.flag("accepted")),
                        now,
                        GONE,
                        given)
                .stream()
                .filter(Gone::accepted)
                .forEach(gone -> tell(project, gone, now));
    }

    private void tell(UUID project, Gone gone, Instant now) {
        outbox.add(
                "judgments",
                gone.prompt().toString(),
                gone.id().toString(),
                new JudgmentEvent.JudgmentWithdrawn(
                        gone.id().toString(), gone.prompt().toString(), "deleted on request", now),
                now);
        outbox.tell(new Happened(
                project,
                Happened.JUDGMENT_WITHDRAWN,
                Map.of("judgmentId", gone.id(), "taskId", gone.task(), "promptId", gone.prompt()),
                now));
    }

    private record Gone(UUID id, UUID task, UUID prompt, boolean accepted) {}
}
