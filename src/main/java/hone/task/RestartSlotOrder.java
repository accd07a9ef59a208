package hone.task;

import hone.web.Sql;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/**
 * After a dump was loaded into another PostgreSQL, the order of free slots begins anew. It rests on transaction numbers, and those
 * of the old server mean nothing in the new one. Anywhere else this finds nothing to do.
 */
@ApplicationScoped
class RestartSlotOrder {
    private final Sql sql;

    RestartSlotOrder(Sql sql) {
        this.sql = sql;
    }

    @Transactional
    void check(@Observes StartupEvent start) {
        sql.first("select slots_moved_here()", c -> 1);
    }
}
