package hone.plans;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * PostgreSQL counts what each table and index was read for, but a connection tells only once a second. While a page is looked at,
 * each tells when it goes back to the pool. Statements inside functions count like all others, which no plan would show.
 */
@ApplicationScoped
public class CountedReads implements AgroalPoolInterceptor {
    /** What a connection does last before it goes back: seen as its last statement, it says that all was told. */
    static final String TOLD = "select pg_stat_force_next_flush()";

    private final AtomicBoolean counting = new AtomicBoolean();

    void begin() {
        counting.set(true);
    }

    void end() {
        counting.set(false);
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        if (!counting.get()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(TOLD);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
