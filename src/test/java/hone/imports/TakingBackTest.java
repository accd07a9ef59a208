package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An import is taken back, so that what it brought counts no more and is no work any more, and brought back as it was. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class TakingBackTest {
    private static final String FILE = """
            {"prompt": "Which is a fruit?", "good": "An apple.", "bad": "A chair.", "who": "anna@example.org"}
            {"prompt": "Which is blue?", "good": "The sky.", "bad": "The sun.", "who": "anna@example.org"}
            {"prompt": "Who bakes?"}
            {"prompt": "Who rings?"}
            """;
    private static final String MAPPING = "&map=prompt=prompt&map=good=chosen&map=bad=rejected&map=who=rater";

    @Inject
    Sql sql;

    @Inject
    Imports imports;

    @Test
    void whatItBroughtCountsNoMoreAndIsNoWorkAndTwiceIsOnce() {
        Project project = imports.project();
        UUID other = id(imports.sent(project, "", "{\"prompt\": \"Of another file?\"}"));
        UUID id = id(imports.sent(project, MAPPING, FILE));
        imports.report(project, id)
                .body(
                        containsString("The 2 imported judgments will count no more."),
                        containsString("Of its 2 tasks"),
                        containsString("You can bring it back."));

        take(project, id);
        take(project, id);

        imports.report(project, id)
                .body(
                        containsString("Taken back by ada"),
                        containsString("2 judgments count no more."),
                        containsString("2 tasks are closed."),
                        not(containsString("Yes, take it back")));
        given().get("/p/" + project.slug + "/imports").then().body(containsString("Taken back"));
        assertThat(imports.count("imported_judgment where withdrawn_at is null and project_id = ?", project))
                .isZero();
        assertThat(imports.texts("select name || ' ' || judgments from imported_rater where project_id = ?", project))
                .containsExactly("anna@example.org 0");
        assertThat(open(project)).isEqualTo(1);
        assertThat(imports.count("slot where state = 'free' and project_id = ?", project))
                .isEqualTo(sql.number(
                        "select count(*) from slot s join task t on t.id = s.task_id where t.origin_id = ?",
                        other.toString()));
        assertThat(imports.count("prompt where project_id = ?", project)).isEqualTo(5);
        assertThat(imports.count("answer a join prompt p on p.id = a.prompt_id where p.project_id = ?", project))
                .isEqualTo(4);
        assertThat(audited(project)).isEqualTo("import.taken-back");
    }

    @Test
    void whatIsBroughtBackIsAsItWasAndNothingElseComesWithIt() {
        Project project = imports.project();
        UUID id = id(imports.sent(project, MAPPING, FILE));
        String slots = slots(project);
        // Somebody has closed a task by hand, and somebody wanted a judgment deleted: both stay so.
        sql.run("""
                update task set closed_at = now() - interval '1 day' where id = (
                  select id from task where project_id = ? order by id limit 1)""", project.id);
        take(project, id);
        UUID deleted = sql.first(
                        "select id from imported_judgment where project_id = ? order by row_number limit 1",
                        c -> c.id("id"),
                        project.id)
                .orElseThrow();
        String deletions = "/p/" + project.slug + "/datasets/deletions";
        Forms.post(deletions, deletions, Map.of("about", "judgment", "subject", deleted.toString(), "reason", "asked"))
                .then()
                .statusCode(303);

        bring(project, id);
        bring(project, id);

        imports.report(project, id).body(not(containsString("Bring it back")), containsString("Yes, take it back"));
        assertThat(imports.texts(
                        "select row_number::text from imported_judgment where withdrawn_at is null and project_id = ?",
                        project))
                .containsExactly("2");
        assertThat(open(project)).isEqualTo(1);
        assertThat(slots(project)).isEqualTo(slots);
        assertThat(imports.texts(
                        "select standing || ' ' || judgments_withdrawn || ' ' || tasks_closed from import_batch where project_id = ?",
                        project))
                .containsExactly("stands 0 0");
        assertThat(audited(project)).isEqualTo("import.brought-back");
    }

    @Test
    void theSameFileAfterwardsBringsItAllAgain() {
        Project project = imports.project();
        UUID id = id(imports.sent(project, MAPPING, FILE));
        take(project, id);

        JsonNode again = imports.sent(project, MAPPING, FILE);

        assertThat(again.path("promptsNew").asInt()).isZero();
        assertThat(again.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(again.path("tasks").asInt()).isEqualTo(2);
        assertThat(imports.count("imported_judgment where withdrawn_at is null and project_id = ?", project))
                .isEqualTo(2);
        assertThat(imports.texts("select name || ' ' || judgments from imported_rater where project_id = ?", project))
                .containsExactly("anna@example.org 2");
        // They are the second import's now: it can be taken back, and the first one brings nothing with it.
        take(project, id(again));
        bring(project, id);
        assertThat(imports.count("imported_judgment where withdrawn_at is null and project_id = ?", project))
                .isZero();
        assertThat(imports.count("imported_judgment where project_id = ?", project))
                .isEqualTo(2);
    }

    @Test
    void aDatasetFrozenAfterwardsIsWithoutItAndAnExportTooWhileAFrozenOneKeepsItsRows() {
        Project project = imports.project();
        imports.sent(project, "", "{\"prompt\": \"Kept?\", \"chosen\": \"Yes.\", \"rejected\": \"No.\"}");
        UUID id = id(imports.sent(project, MAPPING, FILE));
        freeze(project);
        take(project, id);
        given().get("/p/" + project.slug).then().body(containsString("An import was taken back since dataset 1"));
        freeze(project);

        assertThat(imports.texts("""
                select number || ': ' || (select count(*) from dataset_imported m where m.dataset_id = d.id)
                from dataset d where project_id = ? order by number""", project)).containsExactly("1: 3", "2: 1");
        assertThat(given().get("/api/projects/" + project.slug + "/export?format=hone-records")
                        .asString())
                .doesNotContain("apple");
    }

    @Test
    void anImportThatIsStillReadIsCancelledFirst() {
        Project project = imports.project();
        UUID id = id(imports.sent(project, "", "{\"prompt\": \"One?\"}"));
        sql.run(
                "update import_batch set ended_at = null, outcome = null, lease_until = now() + interval '1 hour' where id = ?",
                id);

        Forms.post("/p/" + project.slug + "/imports", address(project, id, "take-back"), Map.of())
                .then()
                .statusCode(409)
                .body(containsString("cancel it first"));
        assertThat(open(project)).isEqualTo(1);
    }

    private void take(Project project, UUID id) {
        Forms.post("/p/" + project.slug + "/imports", address(project, id, "take-back"), Map.of())
                .then()
                .statusCode(303);
    }

    private void bring(Project project, UUID id) {
        Forms.post("/p/" + project.slug + "/imports", address(project, id, "bring-back"), Map.of())
                .then()
                .statusCode(303);
    }

    private static void freeze(Project project) {
        Forms.post("/p/" + project.slug + "/datasets", "/p/" + project.slug + "/datasets", Map.of())
                .then()
                .statusCode(303);
    }

    private static String address(Project project, UUID id, String deed) {
        return "/p/" + project.slug + "/imports/" + id + "/standing/" + deed;
    }

    private static UUID id(JsonNode report) {
        return UUID.fromString(report.path("id").asText());
    }

    private long open(Project project) {
        return imports.count("task where closed_at is null and project_id = ?", project);
    }

    private String slots(Project project) {
        return String.join(
                " ",
                imports.texts(
                        "select state || ' ' || count(*) from slot where project_id = ? group by state order by state",
                        project));
    }

    private String audited(Project project) {
        return imports.texts("select action from audit_entry where project_id = ? order by id desc limit 1", project)
                .getFirst();
    }
}
