package hone.export;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;

/** The newest migration of this Hone: which columns its tables have. */
@ApplicationScoped
class SchemaVersion {
    private final Sql sql;

    SchemaVersion(Sql sql) {
        this.sql = sql;
    }

    int newest() {
        return (int) sql.number("select max(version::integer) from flyway_schema_history where success");
    }
}
