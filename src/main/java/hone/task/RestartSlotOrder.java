package hone.task;

import hone.web.Sql;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/**
 * Restarts the order of free slots after a dump was loaded into another PostgreSQL. The order is based on transaction numbers,
 * and those of the old server mean nothing on the new one. Otherwise this finds nothing to do.
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
