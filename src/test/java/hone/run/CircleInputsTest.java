package hone.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever comes in: no 500, no stack trace, and a stranger finds nothing. */
@QuarkusTest
@WithTestResource(Servers.class)
class CircleInputsTest {
    private static final List<String> STRANGE = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "NaN",
            "\0",
            "'; drop table run; --",
            "<script>",
            "ü".repeat(3000));

    @Inject
    CircleRows rows;

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void formsTakeNothingStrange() {
        Project project = rows.project();
        String at = "/p/" + project.slug;
        Map<String, List<String>> forms = Map.of(
                at + "/rounds", List.of(),
                at + "/rounds/1/cancel", List.of(),
                at + "/schedule", List.of("day", "time", "zone"),
                at + "/datasets", List.of(),
                at + "/datasets/1/train", List.of("stage", "policy", "reward", "recipe"),
                at + "/runs/sample", List.of("model", "prompts"),
                at + "/runs/1/cancel", List.of(),
                at + "/models/base-" + project.slug + "/current", List.of("why"),
                at + "/models/no-such/current", List.of("why"));
        forms.forEach((action, fields) -> {
            Forms.post(at + "/rounds", action, Map.of())
                    .then()
                    .statusCode(isClientError(action))
                    .body(not(containsString("Exception")));
            for (String value : STRANGE) {
                Map<String, String> sent = new HashMap<>();
                fields.forEach(field -> sent.put(field, value));
                int status = Forms.post(at + "/rounds", action, sent)
                        .then()
                        .body(not(containsString("Exception")))
                        .extract()
                        .statusCode();
                assertThat(status).as("%s with '%s'", action, value).isIn(303, 400, 404, 409);
            }
        });
    }

    private static org.hamcrest.Matcher<Integer> isClientError(String action) {
        return org.hamcrest.Matchers.describedAs(action, org.hamcrest.Matchers.isOneOf(400, 404, 409));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void addressesTakeNothingStrange() {
        Project project = rows.project();
        String at = "/p/" + project.slug;
        Stream.of("0", "-1", "99999999999999999999", "x", "%00", "1%27")
                .flatMap(odd -> Stream.of(
                        at + "/datasets/" + odd,
                        at + "/runs/" + odd,
                        at + "/rounds/" + odd,
                        at + "/models/" + odd,
                        at + "/tasks/" + odd + "/lineage",
                        "/api/tasks/" + odd + "/lineage"))
                .forEach(page -> given().urlEncodingEnabled(false)
                        .get(page)
                        .then()
                        .statusCode(org.hamcrest.Matchers.isOneOf(400, 404))
                        .body(not(containsString("Exception"))));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void emptyPagesSayWhatIsTrue() {
        Project project = rows.project();
        Map.of(
                        "/datasets", "No dataset yet",
                        "/runs", "No run yet",
                        "/rounds", "No round yet",
                        "/models", "base-" + project.slug)
                .forEach((page, text) -> given().accept("text/html")
                        .get("/p/" + project.slug + page)
                        .then()
                        .statusCode(200)
                        .body(containsString(text)));
    }

    @Test
    @TestSecurity(user = "stranger", roles = "labeler")
    void aStrangerFindsNothing() {
        Project project = rows.project();

        for (String page : List.of("/datasets", "/datasets/1", "/runs", "/runs/1", "/rounds", "/rounds/1", "/models")) {
            given().accept("text/html").get("/p/" + project.slug + page).then().statusCode(404);
        }
    }

    @Test
    @TestSecurity(user = "rita", roles = "reviewer")
    void aReviewerOfAnotherProjectHasNoLineageHere() {
        Project project = rows.project();
        UUID task = rows.task(project, rows.prompt(project, "Why?"), "demonstration", List.of());

        given().get("/api/tasks/" + task + "/lineage").then().statusCode(404);
        rows.labeler("rita", project);
        given().accept("application/json")
                .get("/api/tasks/" + task + "/lineage")
                .then()
                .statusCode(200);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aLabelerReadsButDoesNotStart() {
        Project project = rows.project();
        rows.labeler("lena", project);
        String at = "/p/" + project.slug;

        given().accept("text/html").get(at + "/rounds").then().statusCode(200).body(not(containsString("id=\"zone\"")));
        for (String action : List.of("/rounds", "/schedule", "/datasets", "/datasets/1/train", "/runs/sample")) {
            Forms.post("/p/" + project.slug + "/rounds", at + action, Map.of())
                    .then()
                    .statusCode(403);
        }
        given().accept("text/html").get("/dead-letters").then().statusCode(403);
    }
}
