package hone.imports;

import static org.awaitility.Awaitility.await;

import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Files that were uploaded and that nobody has started yet, while the database does not answer what they ask. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class WaitingFilesTest {
    private static final int FILES = 12;
    private static final String LOOKING = """
            select count(*) as found from pg_stat_activity
            where wait_event_type = 'Lock' and (query like 'select begun_at is not null%' or query like 'update import_batch set lease_until%')""";

    @Inject
    Imports imports;

    @Inject
    Sql sql;

    /** A connection for each was two thirds of all: with a dozen slow pages beside them labelers had none. */
    @Test
    void theyHaveOneConnectionTogether() {
        Project project = imports.project();
        for (int i = 0; i < FILES; i++) {
            imports.uploaded(project, "{\"prompt\": \"Question %d?\"}".formatted(i));
        }

        QuarkusTransaction.requiringNew().timeout(60).run(() -> {
            sql.run("lock table import_batch in access exclusive mode");
            await().until(() -> looking() == 1);
            // Each looks once a second.
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(20)).until(() -> looking() <= 1);
        });
    }

    private long looking() {
        return sql.number(LOOKING);
    }
}
