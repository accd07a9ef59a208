package hone.web;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Opens {@link SqlSnapshot}s, for what reads for minutes. They have connections of their own, so that they take none from the pool
 * that everybody else shares.
 */
@ApplicationScoped
public class SqlSnapshots {
    private static final Logger LOG = Logger.getLogger(SqlSnapshots.class);

    private final AgroalDataSource database;

    SqlSnapshots(@DataSource("snapshots") AgroalDataSource database) {
        this.database = database;
    }

    public SqlSnapshot open() {
        try {
            return SqlSnapshot.on(database.getConnection());
        } catch (SQLException e) {
            throw new Sql.SqlFailed("open a snapshot", e);
        }
    }

    /** For what can do without: empty if all are in use and none is given back within a few seconds. */
    public Optional<SqlSnapshot> openIfOneIsFree() {
        try {
            return Optional.of(SqlSnapshot.on(database.getConnection()));
        } catch (SQLException e) {
            LOG.debugf("no snapshot is free: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
