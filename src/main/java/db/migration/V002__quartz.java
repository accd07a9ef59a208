package db.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Quartz's own tables, made by the script in Quartz's jar: what the library expects and what is there can't drift
 * apart at the start, and a later version of the library that needs other tables comes with a migration of its own.
 */
@SuppressWarnings("checkstyle:TypeName") // Flyway reads version and description from the name.
public class V002__quartz extends BaseJavaMigration {
    private static final String SCRIPT = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    @Override
    public void migrate(Context context) throws SQLException, IOException {
        try (InputStream in = org.quartz.Scheduler.class.getResourceAsStream(SCRIPT);
                Statement statement = context.getConnection().createStatement()) {
            if (in == null) {
                throw new IllegalStateException("Quartz's jar has no " + SCRIPT);
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^\\s*--.*$", "");
            for (String command : script.split(";")) {
                // Flyway commits; the script's own COMMIT would end its transaction too early.
                if (!command.isBlank() && !command.strip().equalsIgnoreCase("commit")) {
                    statement.execute(command);
                }
            }
        }
    }
}
