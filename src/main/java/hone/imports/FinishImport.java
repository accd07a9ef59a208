package hone.imports;

import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.web.Sql;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes down how an import ended, once, and tells of it in the same transaction. Nothing is told of a file that nobody started. */
@ApplicationScoped
class FinishImport {
    /** Longer than a reader that was held up for a moment is away. */
    private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(2);

    private static final String TOLD = """
            returning id, project_id, begun_at is not null as begun, outcome, format, lines_read, prompts_new, answers_new, judgments_new,
              documents_new, tasks_new, skipped, refused, coalesce(choices ->> 'purpose', '') = 'DRY_RUN' as dry_run""";

    private final Sql sql;
    private final Outbox outbox;

    FinishImport(Sql sql, Outbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    private record Finished(UUID project, boolean begun, Map<String, Object> data) {}

    /** Who is late changes nothing. */
    @Transactional
    void end(UUID id, ImportEnding ending) {
        Instant now = Instant.now();
        sql.first(
                        """
                        update import_batch set ended_at = ?, outcome = ?, ended_because = ?, sample = null
                        where id = ? and ended_at is null
                        """ + TOLD,
                        FinishImport::read,
                        now,
                        ending.state().wireName(),
                        ending.because().orElse(null),
                        id)
                .ifPresent(finished -> tell(finished, now));
    }

    /** Imports whose reader died, so that whoever waits to hear of their end does. */
    @Scheduled(every = "1m", delayed = "1m", identity = "lost-imports")
    @Transactional
    void endLost() {
        Instant now = Instant.now();
        List<Finished> lost = sql.list(
                "update import_batch set ended_at = ?, outcome = ?, sample = null where ended_at is null and lease_until < ? "
                        + TOLD,
                FinishImport::read,
                now,
                ImportState.LOST.wireName(),
                now.minus(GIVEN_UP_AFTER));
        lost.forEach(finished -> tell(finished, now));
    }

    private void tell(Finished finished, Instant now) {
        if (finished.begun()) {
            outbox.tell(new Happened(finished.project(), Happened.IMPORT_FINISHED, finished.data(), now));
        }
    }

    private static Finished read(Sql.Cells c) throws SQLException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("importId", c.id("id"));
        data.put("state", c.text("outcome"));
        data.put("format", c.text("format"));
        data.put("dryRun", c.flag("dry_run"));
        data.put("linesRead", c.number("lines_read"));
        data.put("promptsNew", c.number("prompts_new"));
        data.put("answersNew", c.number("answers_new"));
        data.put("judgmentsNew", c.number("judgments_new"));
        data.put("documentsNew", c.number("documents_new"));
        data.put("tasksNew", c.number("tasks_new"));
        data.put("skipped", c.number("skipped"));
        data.put("refused", c.number("refused"));
        return new Finished(c.id("project_id"), c.flag("begun"), data);
    }
}
