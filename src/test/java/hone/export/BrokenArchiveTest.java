package hone.export;

import static hone.export.ArchiveBytes.changed;
import static hone.export.ArchiveBytes.without;
import static hone.export.ArchiveCalls.archive;
import static hone.export.ArchiveCalls.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An archive that is not whole, or not for this Hone, is refused in a sentence and leaves nothing behind. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "service-account-hone-cli", roles = "program")
class BrokenArchiveTest {
    @Inject
    CircleRows rows;

    @Inject
    ArchivedRows archived;

    @Inject
    Sql sql;

    @Test
    void aBrokenArchiveLeavesNothingBehind() throws IOException {
        Project project = archived.something();
        byte[] archive = archive(project, "");
        archived.forget(project);

        taken(Arrays.copyOf(archive, archive.length / 2)).statusCode(400);
        taken("PK no zip".getBytes(StandardCharsets.UTF_8))
                .statusCode(400)
                .body("detail", containsString("This is no archive of a project"));
        taken(changed(archive, "contents.json", old -> new byte[0])).statusCode(400);
        taken(changed(archive, "tables/prompt.tsv", old -> Arrays.copyOf(old, 0)))
                .statusCode(400)
                .body("detail", containsString("damaged or was changed"));
        taken(without(archive, "contents.json"))
                .statusCode(400)
                .body("detail", containsString("breaks off before its end"));
        String other = rows.project().id.toString();
        taken(changed(
                        archive,
                        "tables/task.tsv",
                        old -> new String(old, StandardCharsets.UTF_8)
                                .replace(project.id.toString(), other)
                                .getBytes(StandardCharsets.UTF_8)))
                .statusCode(400);

        assertThat(sql.number("select count(*) from project where id = ?", project.id))
                .isZero();
        assertThat(sql.number("select count(*) from task where project_id = cast(? as uuid)", other))
                .isZero();
    }

    @Test
    void anArchiveOfANewerHoneIsRefusedInASentence() throws IOException {
        byte[] archive = archive(archived.something(), "");

        taken(changed(
                        archive,
                        "hone-project.json",
                        old -> new String(old, StandardCharsets.UTF_8)
                                .replaceAll("\"schema\":[0-9]+", "\"schema\":9999")
                                .getBytes(StandardCharsets.UTF_8)))
                .statusCode(400)
                .body("detail", containsString("Bring this Hone up to date"));
    }
}
