package hone.imports;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of an import says how far it is, and when nobody reads the file any more. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class ImportProgressTest {
    @Inject
    ImportBatch.Repo batches;

    @Inject
    Imports imports;

    @Test
    void anImportWhoseReaderDiedSaysSo() {
        Project project = imports.project();
        ImportBatch left = ImportBatch.of(project.id, "left.jsonl", 10, null, Instant.now());
        left.leaseUntil = Instant.now().minusSeconds(1);
        left.linesRead = 7;
        QuarkusTransaction.requiringNew().run(() -> batches.persist(left));

        imports.report(project, left.id).body(containsString("Hone stopped while it read this file, after line 7."));
        given().get("/p/" + project.slug + "/imports").then().body(containsString("Cut short"));
    }

    @Test
    void whileItIsReadThePageShowsHowFarItIsAndACancelButton() {
        Project project = imports.project();
        ImportBatch reading = ImportBatch.of(project.id, "now.jsonl", 200, null, Instant.now());
        reading.bytesRead = 50;
        reading.linesRead = 7;
        QuarkusTransaction.requiringNew().run(() -> batches.persist(reading));

        imports.report(project, reading.id)
                .body(
                        containsString("Reading now.jsonl"),
                        containsString("25 % read, up to line 7"),
                        containsString("/imports/" + reading.id + "/cancel"));
        String page = "/p/" + project.slug + "/imports";
        Forms.post(page, page + "/" + reading.id + "/cancel", Map.of()).then().statusCode(303);
        imports.report(project, reading.id).body(containsString("Ending after the lines being read"));
    }
}
