package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Wherever a judgment shows that came with a file, it is marked as imported, and as simulated where a script decided. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class MarksOfImportedTest {
    private static final String IMPORTED = "<span class=\"badge line\">Imported</span>";
    private static final String FILE = """
            {"prompt": [{"role": "user", "content": "Which is a fruit?"}], "responses": [{"text": "An apple."}, {"text": "A chair."}], "decisions": [{"kind": "preferred", "chosen": 0, "rejected": 1, "labeler": "robot 7", "labeler_kind": "simulated", "reason": "One can eat it."}]}
            """;

    @Inject
    Sql sql;

    @Inject
    Imports imports;

    @Test
    void onTheTaskAboutTheSamePrompt() {
        Project project = imports.project();
        imports.sent(project, "&ask-again=true", FILE);
        UUID task = sql.first("select id from task where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();

        given().get("/p/" + project.slug + "/tasks/" + task)
                .then()
                .body(
                        containsString("Nobody has judged this task yet."),
                        containsString("Decided elsewhere"),
                        containsString("robot 7"),
                        containsString(IMPORTED),
                        containsString("<span class=\"badge simulated\">Simulated</span>"),
                        containsString("One can eat it."),
                        containsString("rows.jsonl</a>"));
    }

    @Test
    void inTheCountsOfTheOverviewWhereTheyCanBeFrozenToo() {
        Project project = imports.project();
        String page = "/p/" + project.slug;
        given().get(page).then().body(containsString("0 accepted in all"), not(containsString(IMPORTED)));

        imports.sent(project, "", FILE);

        given().get(page)
                .then()
                .body(
                        containsString("0 accepted in all; 1 more"),
                        containsString(IMPORTED),
                        containsString("In no dataset yet: 1 imported judgment."),
                        not(containsString("id=\"no-freeze\"")));
    }

    @Test
    void inFullRecordsThatAreExported() {
        Project project = imports.project();
        imports.sent(project, "", FILE);

        assertThat(given().get("/p/" + project.slug + "/export/file?format=hone-records")
                        .asString())
                .contains("\\\"imported\\\":\\\"true\\\"", "\"labeler_kind\":\"simulated\"");
    }

    @Test
    void inTheLineageOfATaskWhoseModelWasTrainedOnThem() {
        Project project = imports.project();
        imports.sent(project, "&ask-again=true", FILE);
        UUID task = sql.first("select id from task where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
        answeredByAModelTrainedOn(freeze(project), project, task);

        given().get("/p/" + project.slug + "/tasks/" + task + "/lineage")
                .then()
                .body(containsString("1 judgment, 1 of them"), containsString(IMPORTED));
        assertThat(given().accept("text/plain")
                        .get("/api/tasks/" + task + "/lineage")
                        .asString())
                .contains("1 judgments, 1 of them imported");
    }

    private UUID freeze(Project project) {
        Forms.post("/p/" + project.slug + "/datasets", "/p/" + project.slug + "/datasets", Map.of())
                .then()
                .statusCode(303);
        return sql.first("select id from dataset where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
    }

    private void answeredByAModelTrainedOn(UUID dataset, Project project, UUID task) {
        UUID base = model(project, null, "1");
        UUID run = UUID.randomUUID();
        sql.run("""
                insert into run (id, project_id, number, kind, dataset_id, policy_id, recipe, seed, requested_at, finished_at, outcome)
                values (?, ?, 1, 'sft', ?, ?, '{}', 1, now(), now(), 'succeeded')""", run, project.id, dataset, base);
        UUID model = model(project, run, "2");
        sql.run("""
                update answer set source = 'model', model_version_id = ?
                where id in (select answer_id from task_answer where task_id = ?)""", model, task);
    }

    private UUID model(Project project, @Nullable UUID run, String digit) {
        UUID id = UUID.randomUUID();
        sql.run("""
                insert into model_version (id, project_id, run_id, name, kind, sha256, chat_template, created_at)
                values (?, ?, ?, ?, 'policy', ?, '', now())""", id, project.id, run, "model-" + digit, digit.repeat(64));
        return id;
    }
}
