package hone.outbox;

import hone.contract.CloudEvent;
import hone.contract.Kind;
import hone.contract.Wire;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Puts an event beside the rows that make it true, in the same transaction; the relay sends it later, in order. */
@ApplicationScoped
public class Outbox {
    private final EntityManager database;

    Outbox(EntityManager database) {
        this.database = database;
    }

    /**
     * @param topic without prefix: {@code judgments} or {@code runs}
     * @param key decides the partition, so that events of one key stay in order
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(String topic, String key, String subject, Kind event, Instant now) {
        String payload = Wire.write(event);
        database.createNativeQuery("""
                        insert into outbox (id, topic, key, type, subject, payload, created_at)
                        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)""")
                .setParameter(1, Uuid7.next())
                .setParameter(2, topic)
                .setParameter(3, key)
                .setParameter(4, CloudEvent.typeOf(event))
                .setParameter(5, subject)
                .setParameter(6, payload)
                .setParameter(7, now)
                .executeUpdate();
    }
}
