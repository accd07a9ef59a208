package hone.webhook;

import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A configured webhook.
 *
 * @param project the slug of the only project; empty for all projects
 * @param stopped since when and why it is paused; empty if it is active
 */
record Webhook(
        UUID id,
        String url,
        Optional<String> project,
        List<String> events,
        String secret,
        Optional<Instant> oldSecretUntil,
        Optional<Stopped> stopped,
        Instant createdAt) {
    record Stopped(Instant at, String because) {}

    /** For templates: what people call it by; an address may be two thousand characters long. */
    public String host() {
        return Optional.ofNullable(URI.create(url).getHost()).orElse(url);
    }

    /** For templates. */
    public boolean isPaused() {
        return stopped.isPresent();
    }

    @ApplicationScoped
    static class Repo {
        /** How long the previous secret is still used after a rotation. */
        static final Duration OVERLAP = Duration.ofHours(24);

        static final String BY_HAND = "Paused by an admin.";

        private static final String COLUMNS = """
                select w.id, w.url, p.slug, w.events, w.secret, w.secret_before_until, w.disabled_at, w.disabled_because, w.created_at
                from webhook w left join project p on p.id = w.project_id
                """;

        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        UUID add(String url, Optional<UUID> project, List<String> events, UUID by, Instant now) {
            UUID id = Uuid7.next();
            sql.run("""
                    insert into webhook (id, project_id, url, events, secret, created_by, created_at)
                    values (?, ?, ?, ?, ?, ?, ?)""", id, project.orElse(null), url, events.toArray(String[]::new), Signature.newSecret(), by, now);
            return id;
        }

        List<Webhook> all() {
            return sql.list(COLUMNS + "order by w.created_at desc limit 200", Repo::read);
        }

        Webhook of(UUID id) {
            return sql.first(COLUMNS + "where w.id = ?", Repo::read, id)
                    .orElseThrow(() -> new NotFound("webhook " + id));
        }

        void rotate(UUID id, Instant now) {
            sql.run(
                    "update webhook set secret_before = secret, secret_before_until = ?, secret = ? where id = ?",
                    now.plus(OVERLAP),
                    Signature.newSecret(),
                    id);
        }

        void stop(UUID id, String because, Instant now) {
            sql.run(
                    "update webhook set disabled_at = ?, disabled_because = ? where id = ? and disabled_at is null",
                    now,
                    because,
                    id);
        }

        void resume(UUID id) {
            sql.run("update webhook set disabled_at = null, disabled_because = null where id = ?", id);
        }

        /** Including its delivery log. */
        void remove(UUID id) {
            sql.run("delete from webhook_delivery where webhook_id = ?", id);
            sql.run("delete from webhook where id = ?", id);
        }

        private static Webhook read(Sql.Cells c) throws SQLException {
            Optional<String> because = c.maybeText("disabled_because");
            return new Webhook(
                    c.id("id"),
                    c.text("url"),
                    c.maybeText("slug"),
                    c.texts("events"),
                    c.text("secret"),
                    c.maybeTime("secret_before_until").filter(end -> end.isAfter(Instant.now())),
                    because.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Stopped(c.time("disabled_at"), because.get())),
                    c.time("created_at"));
        }
    }
}
