package hone.deadletter;

import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Messages that could not be read, with the reason: set aside for an admin to see. */
@ApplicationScoped
public class DeadLetters {
    private final Sql sql;

    DeadLetters(Sql sql) {
        this.sql = sql;
    }

    /** The same offset of a topic is stored once. */
    public void keep(String topic, int partition, long offset, String reason, String value, Instant now) {
        sql.run("""
                insert into dead_letter (id, topic, partition, "offset", reason, value, received_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""", Uuid7.next(), topic, partition, offset, reason, value, now);
    }

    public long count() {
        return sql.number("select count(*) from dead_letter");
    }

    /** A message that could not be read. */
    public record DeadLetter(String topic, long partition, long offset, String reason, String value, Instant at) {}

    List<DeadLetter> newest() {
        return sql.list(
                """
                select topic, partition, "offset", reason, left(value, 2000) as value, received_at from dead_letter
                order by received_at desc limit 100""",
                c -> new DeadLetter(
                        c.text("topic"),
                        c.number("partition"),
                        c.number("offset"),
                        c.text("reason"),
                        c.text("value"),
                        c.time("received_at")));
    }
}
