package hone.web;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/**
 * Opens {@link SqlSnapshot}s, for what reads for minutes. They have connections of their own, so that they take none from the pool
 * that everybody else shares.
 */
@ApplicationScoped
public class SqlSnapshots {
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
}
