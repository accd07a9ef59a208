package hone.task;

import hone.audit.Audit;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Closes tasks about older models' answers, a bounded number per transaction, so that no labeler has to wait. Work in
 * somebody's hands stays there and counts; existing judgments stay. If it is interrupted, asking again closes the rest.
 */
@ApplicationScoped
class CloseOlderWork {
    private static final int TASKS_PER_TRANSACTION = 500;

    private final Sql sql;
    private final Audit audit;

    CloseOlderWork(Sql sql, Audit audit) {
        this.sql = sql;
        this.audit = audit;
    }

    void onUnwanted(@Observes OlderWorkRetired unwanted) {
        int closed = 0;
        int more = closeSome(unwanted);
        while (more > 0) {
            closed += more;
            more = closeSome(unwanted);
        }
        note(unwanted, closed);
    }

    /** Slots are locked first, as everywhere, taken ones too: whoever gives one back meanwhile sees that the task is closed. */
    private int closeSome(OlderWorkRetired unwanted) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.run(
                        """
                        with old as (%s limit %d),
                        locked as (
                            select s.task_id, s.number, s.state from slot s where s.task_id in (select id from old)
                            order by s.task_id, s.number for update),
                        gone as (
                            update slot s set state = 'closed' from locked l
                            where s.task_id = l.task_id and s.number = l.number and l.state = 'free')
                        update task t set closed_at = ? where t.closed_at is null and t.id in (select task_id from locked)""".formatted(OlderWork.TASKS, TASKS_PER_TRANSACTION),
                        Stream.concat(
                                        Arrays.stream(OlderWork.parameters(unwanted.project(), unwanted.current())),
                                        Stream.of(Instant.now()))
                                .toArray()));
    }

    private void note(OlderWorkRetired unwanted, int closed) {
        QuarkusTransaction.requiringNew()
                .run(() -> audit.note(
                        unwanted.by(),
                        Optional.of(unwanted.project()),
                        "tasks.closed-of-older-models",
                        unwanted.current().toString(),
                        Map.of("tasks", closed),
                        Instant.now()));
    }
}
