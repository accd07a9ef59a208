package hone.audit;

import hone.contract.Wire;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who did what, when: written in the same transaction as the deed. */
@ApplicationScoped
public class Audit {
    private final EntityManager database;
    private final Sql sql;

    Audit(EntityManager database, Sql sql) {
        this.database = database;
        this.sql = sql;
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
        database.flush(); // the person's row may be new in this transaction too
        sql.run("""
                insert into audit_entry (id, at, labeler_id, project_id, action, subject, detail)
                values (?, ?, ?, ?, ?, ?, cast(? as jsonb))""", Uuid7.next(), now, who.orElse(null), project.orElse(null), action, subject, Wire.write(detail));
    }
}
