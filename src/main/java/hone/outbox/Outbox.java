package hone.outbox;

import hone.contract.CloudEvent;
import hone.contract.Kind;
import hone.contract.Wire;
import hone.web.Invalid;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;

/** Stores an event beside the rows that make it true, in the same transaction; the relay sends it later, in order. */
@ApplicationScoped
public class Outbox {
    static final String DEAD_LETTERS = "dead-letters";

    private final Sql sql;
    private final Event<OutboxGrew> grew;
    private final Event<Happened> happened;

    Outbox(Sql sql, Event<OutboxGrew> grew, Event<Happened> happened) {
        this.sql = sql;
        this.grew = grew;
        this.happened = happened;
    }

    /** Notifies observers within the app; see {@link Happened}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tell(Happened what) {
        happened.fire(what);
    }

    /**
     * @param topic without prefix: {@code judgments} or {@code runs}
     * @param key determines the partition, so that events with the same key stay in order
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(String topic, String key, String subject, Kind event, Instant now) {
        add(topic, key, subject, CloudEvent.typeOf(event), Wire.write(event), now);
    }

    /**
     * Takes back what was said about judgments and prompts: what waits is never sent, and no copy of what was sent stays here.
     *
     * @param judgments they are the subject of their events
     * @param prompts they are the key of the events about their judgments, and stand in requests to answer them
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(UUID[] judgments, Collection<UUID> prompts) {
        // The relay marks what it has read once Kafka has it; none of that may go in between.
        sql.first("select pg_advisory_xact_lock(?)::text as held", c -> c.text("held"), OutboxRelay.LOCK);
        sql.run("delete from outbox where subject = any(?)", (Object) texts(Arrays.asList(judgments)));
        if (!prompts.isEmpty()) {
            sql.run("""
                    delete from outbox o where o.key = any(?) or o.sent_at is not null
                      and exists (select 1 from unnest(?) as p (id) where position(p.id in o.payload) > 0)""", texts(prompts), texts(prompts));
        }
    }

    private static String[] texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toArray(String[]::new);
    }

    /** A message that could not be read, for the topic {@code dead-letters}: its text as received, and why. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void addDeadLetter(String key, String reason, String value, Instant now) {
        add(DEAD_LETTERS, key, reason, "hone.dead-letter", value, now);
    }

    private void add(String topic, String key, String subject, String type, String payload, Instant now) {
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Wire.RECORD_BYTES_MAX) {
            // Here, not at the relay: one record that Kafka refuses would hold up all that come after it.
            throw Invalid.field(
                    "text",
                    "This is too large to be passed on: " + bytes + " bytes, limit " + Wire.RECORD_BYTES_MAX
                            + ". Nothing was stored; shorten it and send it again.");
        }
        sql.run("""
                insert into outbox (id, topic, key, type, subject, payload, created_at) values (?, ?, ?, ?, ?, ?, ?)""", Uuid7.next(), topic, key, type, subject, payload, now);
        grew.fire(new OutboxGrew());
    }
}
