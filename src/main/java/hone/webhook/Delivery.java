package hone.webhook;

import hone.contract.Wire;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A message for one webhook, until it is delivered or given up. The instance that sends it holds a lease. */
record Delivery(UUID webhook, UUID message, String type, Instant happenedAt, State state, int attempts, Instant dueAt) {
    enum State {
        WAITING("Waiting", "line"),
        DELIVERED("Delivered", "good dot"),
        /** Every attempt failed; it is only sent again on request. */
        DEAD("Given up", "bad dot");

        private final String label;
        private final String tone;

        State(String label, String tone) {
            this.label = label;
            this.tone = tone;
        }

        public String label() {
            return label;
        }

        public String tone() {
            return tone;
        }
    }

    public boolean isWaiting() {
        return state == State.WAITING;
    }

    /** A delivery that this instance has leased. */
    record Taken(UUID webhook, UUID message, String url, String payload, int attempt, List<String> secrets) {}

    /** The result of one attempt. */
    record Attempt(
            int number, Instant at, long millis, Optional<Long> status, Optional<String> problem, String answer) {}

    @ApplicationScoped
    static class Repo {
        static final Duration LEASE = Duration.ofMinutes(2);

        /** Pauses after the first attempt, the second and so on; the last attempt follows a day after the first. */
        static final List<Duration> PAUSES = List.of(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(5),
                Duration.ofHours(7),
                Duration.ofHours(10));

        static final int LISTED_MAX = 100;

        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        /** Leases deliveries that are due, a few per webhook, so that a slow receiver doesn't delay the others. */
        @Transactional
        List<Taken> take(UUID[] busy, int eachMax, int max, Instant now) {
            return sql.list("""
                    with due as (
                        select d.webhook_id, d.message_id from webhook w
                        cross join lateral (
                            select x.webhook_id, x.message_id, x.due_at from webhook_delivery x
                            where x.webhook_id = w.id and x.state = 'waiting' and x.due_at <= ?
                              and (x.lease_until is null or x.lease_until < ?)
                            order by x.due_at limit %d) d
                        where w.disabled_at is null and not w.id = any(?)
                        order by d.due_at limit %d),
                    held as (
                        select d.webhook_id, d.message_id from webhook_delivery d join due on due.webhook_id = d.webhook_id
                          and due.message_id = d.message_id
                        where d.state = 'waiting' and (d.lease_until is null or d.lease_until < ?)
                        for update of d skip locked),
                    taken as (
                        update webhook_delivery d set lease_until = ?, attempts = d.attempts + 1 from held
                        where d.webhook_id = held.webhook_id and d.message_id = held.message_id
                        returning d.webhook_id, d.message_id, d.attempts)
                    select t.webhook_id, t.message_id, t.attempts, w.url, m.payload, w.secret,
                      case when w.secret_before_until > ? then w.secret_before end as secret_before
                    from taken t join webhook w on w.id = t.webhook_id join webhook_message m on m.id = t.message_id""".formatted(eachMax, max), Repo::taken, now, now, busy, now, now.plus(LEASE), now);
        }

        private static Taken taken(Sql.Cells c) throws SQLException {
            List<String> secrets = new ArrayList<>(List.of(c.text("secret")));
            c.maybeText("secret_before").ifPresent(secrets::add);
            return new Taken(
                    c.id("webhook_id"),
                    c.id("message_id"),
                    c.text("url"),
                    c.text("payload"),
                    (int) c.number("attempts"),
                    secrets);
        }

        /** Records an attempt and schedules the next one; after the last one the delivery is given up. */
        @Transactional
        void told(Taken taken, Attempt attempt, boolean delivered, double jitter) {
            sql.run(
                    """
                    insert into webhook_attempt (webhook_id, message_id, number, at, millis, status, problem, answer)
                    select ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? from webhook_attempt
                    where webhook_id = ? and message_id = ?""",
                    taken.webhook(),
                    taken.message(),
                    attempt.at(),
                    attempt.millis(),
                    attempt.status().orElse(null),
                    attempt.problem().orElse(null),
                    attempt.answer(),
                    taken.webhook(),
                    taken.message());
            Instant now = attempt.at().plusMillis(attempt.millis());
            if (delivered || taken.attempt() > PAUSES.size()) {
                sql.run(
                        "update webhook_delivery set state = ?, ended_at = ?, lease_until = null where webhook_id = ? and message_id = ?",
                        delivered ? "delivered" : "dead",
                        now,
                        taken.webhook(),
                        taken.message());
                return;
            }
            long pause = Math.round(PAUSES.get(taken.attempt() - 1).toMillis() * jitter);
            sql.run(
                    "update webhook_delivery set due_at = ?, lease_until = null where webhook_id = ? and message_id = ?",
                    now.plusMillis(pause),
                    taken.webhook(),
                    taken.message());
        }

        /** Starts over with the first attempt, whatever the state. */
        @Transactional
        void again(UUID webhook, UUID message, Instant now) {
            int changed = sql.run("""
                    update webhook_delivery set state = 'waiting', attempts = 0, due_at = ?, ended_at = null, lease_until = null
                    where webhook_id = ? and message_id = ?""", now, webhook, message);
            if (changed == 0) {
                throw new NotFound("delivery " + message);
            }
        }

        /** Retries everything that was given up. */
        @Transactional
        int allDeadAgain(UUID webhook, Instant now) {
            return sql.run("""
                    update webhook_delivery set state = 'waiting', attempts = 0, due_at = ?, ended_at = null, lease_until = null
                    where webhook_id = ? and state = 'dead'""", now, webhook);
        }

        /** Whether something was given up. */
        boolean isAnyDead(UUID webhook) {
            return sql.first(
                            "select 1 as one from webhook_delivery where webhook_id = ? and state = 'dead' limit 1",
                            c -> c.number("one"),
                            webhook)
                    .isPresent();
        }

        /** A test message; it belongs to a project because every message does. */
        @Transactional
        void test(UUID webhook, UUID project, Instant now) {
            UUID message = Uuid7.next();
            String payload = Wire.write(Map.of("type", "webhook.test", "timestamp", now, "data", Map.of()));
            sql.run(
                    "insert into webhook_message (id, project_id, type, payload, happened_at) values (?, ?, 'webhook.test', ?, ?)",
                    message,
                    project,
                    payload,
                    now);
            sql.run(
                    "insert into webhook_delivery (webhook_id, message_id, due_at) values (?, ?, ?)",
                    webhook,
                    message,
                    now);
        }

        List<Delivery> newest(UUID webhook) {
            return sql.list("""
                    select d.webhook_id, d.message_id, m.type, m.happened_at, d.state, d.attempts, d.due_at
                    from webhook_delivery d join webhook_message m on m.id = d.message_id
                    where d.webhook_id = ? order by d.message_id desc limit %d""".formatted(LISTED_MAX), Repo::read, webhook);
        }

        Delivery of(UUID webhook, UUID message) {
            return sql.first("""
                            select d.webhook_id, d.message_id, m.type, m.happened_at, d.state, d.attempts, d.due_at
                            from webhook_delivery d join webhook_message m on m.id = d.message_id
                            where d.webhook_id = ? and d.message_id = ?""", Repo::read, webhook, message).orElseThrow(() -> new NotFound("delivery " + message));
        }

        private static Delivery read(Sql.Cells c) throws SQLException {
            return new Delivery(
                    c.id("webhook_id"),
                    c.id("message_id"),
                    c.text("type"),
                    c.time("happened_at"),
                    State.valueOf(c.text("state").toUpperCase(java.util.Locale.ROOT)),
                    (int) c.number("attempts"),
                    c.time("due_at"));
        }

        String payload(UUID message) {
            return sql.first("select payload from webhook_message where id = ?", c -> c.text("payload"), message)
                    .orElse("");
        }

        List<Attempt> attempts(UUID webhook, UUID message) {
            return sql.list(
                    """
                    select number, at, millis, status, problem, answer from webhook_attempt
                    where webhook_id = ? and message_id = ? order by number desc limit 100""",
                    c -> new Attempt(
                            (int) c.number("number"),
                            c.time("at"),
                            c.number("millis"),
                            c.maybeNumber("status"),
                            c.maybeText("problem"),
                            c.text("answer")),
                    webhook,
                    message);
        }

        /** Deletes deliveries that ended before the given time. */
        @Transactional
        int forget(Instant before) {
            sql.run("""
                    delete from webhook_delivery where (webhook_id, message_id) in (
                        select webhook_id, message_id from webhook_delivery where ended_at < ? limit 10000)""", before);
            return sql.run("""
                    delete from webhook_message where id in (
                        select m.id from webhook_message m where m.happened_at < ?
                          and not exists (select 1 from webhook_delivery d where d.message_id = m.id) limit 10000)""", before);
        }
    }
}
