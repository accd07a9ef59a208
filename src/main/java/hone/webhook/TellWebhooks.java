package hone.webhook;

import hone.contract.Wire;
import hone.outbox.Happened;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores messages for the webhooks that subscribe to an event, in the event's transaction. The subscriptions are cached for two
 * seconds, so that without webhooks a judgment costs no extra statement; a new webhook is notified from then on.
 */
@ApplicationScoped
class TellWebhooks {
    static final Duration KNOWN = Duration.ofSeconds(2);

    private final Sql sql;
    private volatile Known known = new Known(List.of(), Instant.MIN);

    TellWebhooks(Sql sql) {
        this.sql = sql;
    }

    private record Wish(Optional<UUID> project, List<String> events) {
        boolean isFor(Happened happened) {
            return project.map(happened.project()::equals).orElse(true) && events.contains(happened.type());
        }
    }

    private record Known(List<Wish> wishes, Instant until) {}

    void tell(@Observes Happened happened) {
        if (wishes().stream().noneMatch(wish -> wish.isFor(happened))) {
            return;
        }
        String slug = sql.first("select slug from project where id = ?", c -> c.text("slug"), happened.project())
                .orElseThrow();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("project", slug);
        data.putAll(happened.data());
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("type", happened.type());
        payload.put("timestamp", happened.at());
        payload.put("data", data);
        sql.run(
                """
                with told as (
                    select id from webhook
                    where disabled_at is null and (project_id is null or project_id = ?) and ? = any(events)),
                message as (
                    insert into webhook_message (id, project_id, type, payload, happened_at)
                    select ?, ?, ?, ?, ? where exists (select 1 from told) returning id)
                insert into webhook_delivery (webhook_id, message_id, due_at)
                select t.id, m.id, ? from told t cross join message m""",
                happened.project(),
                happened.type(),
                Uuid7.next(),
                happened.project(),
                happened.type(),
                Wire.write(payload),
                happened.at(),
                happened.at());
    }

    private List<Wish> wishes() {
        Instant now = Instant.now();
        Known before = known;
        if (now.isBefore(before.until())) {
            return before.wishes();
        }
        List<Wish> wishes = sql.list(
                "select project_id, events from webhook where disabled_at is null",
                c -> new Wish(c.maybeId("project_id"), c.texts("events")));
        known = new Known(wishes, now.plus(KNOWN));
        return wishes;
    }

    /** Makes changes take effect at once on this instance. */
    void forget() {
        known = new Known(List.of(), Instant.MIN);
    }
}
