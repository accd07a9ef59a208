package hone.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that programs import: the same rules as on pages, followed by their address. */
@QuarkusTest
@WithTestResource(Servers.class)
class ImportsApiTest {
    private static final String TWO_AND_A_BROKEN_ONE = """
            {"prompt": "Tell of a kite."}
            {"prompt":
            {"prompt": "Tell of a hat.", "answers": ["It fitted.", "It flew."]}
            """;

    @Inject
    CircleRows rows;

    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    private Project project;
    private String token;

    @BeforeEach
    void open() {
        project = rows.project();
        token = tokens.of(Scope.IMPORTS_WRITE);
    }

    @Test
    void aFileIsImportedAndItsRefusedLinesAreListedWithReasonsAndComeBackAsAFileToMend() {
        Response made = send(TWO_AND_A_BROKEN_ONE, "?file=stories.jsonl");

        made.then()
                .statusCode(201)
                .header("Location", endsWith(imports() + "/" + made.jsonPath().getString("id")))
                .body("file", equalTo("stories.jsonl"))
                .body("state", equalTo("read"))
                .body("format", equalTo("prompts"))
                .body("dryRun", equalTo(false))
                .body("counts.promptsNew", equalTo(2))
                .body("counts.answersNew", equalTo(2))
                .body("counts.refused", equalTo(1))
                .body("lines.reasons", hasSize(1))
                .body("progress.ended", nullValue());
        String address = imports() + "/" + made.jsonPath().getString("id");
        with().get(address).then().statusCode(200).body("counts.promptsNew", equalTo(2));
        with().get(address + "/refused")
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].line", equalTo(2))
                .body("data[0].row", equalTo("{\"prompt\":"))
                .body("data[0].reason", notNullValue())
                .body("next", nullValue());
        assertThat(with().get(address + "/refused.jsonl").asString())
                .startsWith("# line 2: ")
                .endsWith("\n{\"prompt\":\n");
    }

    @Test
    void withOneKeyAFileIsImportedOnceAndTheAnswerIsTodays() {
        String key = UUID.randomUUID().toString();

        Response first = send(TWO_AND_A_BROKEN_ONE, "", key);
        Response again = send(TWO_AND_A_BROKEN_ONE, "", key);

        assertThat(again.statusCode()).as(again.asString()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.jsonPath().getString("state")).isEqualTo("read");
        send("{\"prompt\": \"Another file.\"}\n", "", key).then().statusCode(422);
        send(TWO_AND_A_BROKEN_ONE, "?dryRun=true", key).then().statusCode(422);
        with().get(imports()).then().body("data", hasSize(1));
    }

    @Test
    void aDryRunCountsAndStoresNothing() {
        send(TWO_AND_A_BROKEN_ONE, "?dryRun=true")
                .then()
                .statusCode(201)
                .body("dryRun", equalTo(true))
                .body("counts.promptsNew", equalTo(2));

        assertThat(sql.number("select count(*) from prompt where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void fieldsAreNamedByHandAndFlagsAreTrueOrFalse() {
        String file = "{\"question\": \"Tell of a kite.\", \"topic\": \"wind\"}\n";

        send(file, "?map=question%3Dprompt&map=topic%3Dkeep")
                .then()
                .statusCode(201)
                .body("format", equalTo("mapped"))
                .body("counts.promptsNew", equalTo(1))
                .body("lines.fieldsKept", equalTo(List.of("topic")));

        send(file, "?map=question").then().statusCode(400).body("fields.map", containsString("FIELD=USE"));
        send(file, "?dryRun=yes").then().statusCode(400).body("fields.dryRun", equalTo("Either true or false."));
        send(file, "?format=excel").then().statusCode(400).body("fields.format", containsString("There is no format"));
        send("", "").then().statusCode(400).body("fields.file", containsString("The body is empty"));
    }

    @Test
    void aFileIsTakenUnderTheMediaTypeOfCurlAndAFormAroundItIsNot() {
        String kite = "{\"prompt\": \"Tell of a kite.\"}\n";

        with().contentType("application/x-www-form-urlencoded")
                .body(kite)
                .post(imports())
                .then()
                .statusCode(201)
                .body("counts.promptsNew", equalTo(1));
        with().contentType("application/x-www-form-urlencoded")
                .body("{\"prompt\": \"Tell of a hat.\"}\n")
                .post("/api/projects/" + project.slug + "/import")
                .then()
                .statusCode(200);
        with().multiPart("file", "kite.jsonl", kite.getBytes(StandardCharsets.UTF_8))
                .post(imports())
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("--data-binary"));
    }

    @Test
    void cancellingWhatHasEndedChangesNothing() {
        String address = send(TWO_AND_A_BROKEN_ONE, "").header("Location");

        with().post(address + "/cancel").then().statusCode(200).body("state", equalTo("read"));
        with().post(imports() + "/" + UUID.randomUUID() + "/cancel").then().statusCode(404);
    }

    @Test
    void anImportIsTakenBackAndBroughtBackAndTwiceIsOnce() {
        String address = send("""
                        {"prompt": "Which?", "chosen": "This.", "rejected": "That."}
                        """, "").header("Location");

        for (int i = 0; i < 2; i++) {
            with().post(address + "/take-back").then().statusCode(200).body("standing", equalTo("taken-back"));
        }
        assertThat(sql.number(
                        "select count(*) from imported_judgment where project_id = ? and withdrawn_at is null",
                        project.id))
                .isZero();
        with().get(imports()).then().body("data[0].standing", equalTo("taken-back"));
        for (int i = 0; i < 2; i++) {
            with().post(address + "/bring-back").then().statusCode(200).body("standing", equalTo("stands"));
        }
        assertThat(sql.number(
                        "select count(*) from imported_judgment where project_id = ? and withdrawn_at is null",
                        project.id))
                .isEqualTo(1);
    }

    @Test
    void importsAndRefusedLinesAreReadPageByPage() {
        for (int i = 0; i < 3; i++) {
            send("{\"prompt\": \"Kite " + i + ".\"}\n", "?file=" + i + ".jsonl");
        }
        String broken = send("{1\n{2\n{3\n{\"prompt\": \"Hat.\"}\n", "").header("Location");

        assertThat(all(imports(), "data.file")).containsExactly("import.jsonl", "2.jsonl", "1.jsonl", "0.jsonl");
        assertThat(all(broken + "/refused", "data.row")).containsExactly("{1", "{2", "{3");
    }

    @Test
    void whoMayOnlyReadImportsNothingAndOthersProjectsAreNotThere() {
        String id = send(TWO_AND_A_BROKEN_ONE, "").jsonPath().getString("id");

        token = tokens.of(Scope.IMPORTS_READ);
        with().get(imports() + "/" + id).then().statusCode(200);
        send(TWO_AND_A_BROKEN_ONE, "").then().statusCode(403);
        token = tokens.in(rows.project(), Scope.IMPORTS_WRITE);
        with().get(imports() + "/" + id).then().statusCode(404);
        send(TWO_AND_A_BROKEN_ONE, "").then().statusCode(404);
        Project other = rows.project();
        token = tokens.of(Scope.IMPORTS_WRITE);
        with().get("/api/v1/projects/" + other.slug + "/imports/" + id).then().statusCode(404);
    }

    private List<String> all(String list, String field) {
        List<String> seen = new ArrayList<>();
        JsonPath page = with().queryParam("limit", 2).get(list).jsonPath();
        seen.addAll(page.getList(field));
        while (page.get("next") != null) {
            page = with().queryParam("limit", 2)
                    .queryParam("cursor", page.getString("next"))
                    .get(list)
                    .jsonPath();
            seen.addAll(page.getList(field));
        }
        return seen;
    }

    private String imports() {
        return "/api/v1/projects/" + project.slug + "/imports";
    }

    private Response send(String file, String query) {
        return with().contentType("application/octet-stream")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .urlEncodingEnabled(false)
                .post(imports() + query);
    }

    private Response send(String file, String query, String key) {
        return with().header("Idempotency-Key", key)
                .contentType("application/octet-stream")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(imports() + query);
    }

    private RequestSpecification with() {
        return given().header("Authorization", "Bearer " + token);
    }
}
