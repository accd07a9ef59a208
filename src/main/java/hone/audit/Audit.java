package hone.audit;

import hone.contract.Wire;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who did what, when: written in the transaction of the deed. */
@ApplicationScoped
public class Audit {
    private final EntityManager database;

    Audit(EntityManager database) {
        this.database = database;
    }

    /** @param who empty: Hone itself */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(
            Optional<UUID> who,
            Optional<UUID> project,
            String action,
            String subject,
            Map<String, ?> detail,
            Instant now) {
        database.createNativeQuery("""
                        insert into audit_entry (id, at, labeler_id, project_id, action, subject, detail)
                        values (?1, ?2, cast(?3 as uuid), cast(?4 as uuid), ?5, ?6, cast(?7 as jsonb))""")
                .setParameter(1, Uuid7.next())
                .setParameter(2, now)
                .setParameter(3, who.map(UUID::toString).orElse(null))
                .setParameter(4, project.map(UUID::toString).orElse(null))
                .setParameter(5, action)
                .setParameter(6, subject)
                .setParameter(7, Wire.write(detail))
                .executeUpdate();
    }
}
