package hone.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import hone.Servers;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The people and the guidelines of a project by the API. */
@QuarkusTest
@WithTestResource(Servers.class)
class PeopleAndGuidelinesApiTest {
    @Inject
    Bench bench;

    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    private String token;

    @BeforeEach
    void letIn() {
        token = tokens.of(Scope.PEOPLE_WRITE, Scope.GUIDELINES_WRITE);
    }

    @Test
    void peopleAreAddedAndRemovedByTheirUserNames() {
        Project project = bench.project(1);
        String people = "/api/v1/projects/" + project.slug + "/people";
        String name = "new-" + project.slug;

        with().put(people + "/" + name.toUpperCase()).then().statusCode(204);
        with().put(people + "/" + name).then().statusCode(204);
        with().get(people)
                .then()
                .body("data", hasSize(1))
                .body("data[0].username", equalTo(name))
                .body("data[0].lastSeenAt", nullValue());
        with().delete(people + "/" + name).then().statusCode(204);
        with().get(people).then().body("data", hasSize(0));
        with().delete(people + "/nobody-of-this-name").then().statusCode(404);
    }

    @Test
    void aGuidelineIsPublishedOverTheVersionThatWasRead() {
        Project project = bench.project(1);
        String address = "/api/v1/projects/" + project.slug + "/guidelines/comparison";
        String tag = with().get(address).header("ETag");
        String body = "{\"markdown\": \"### K1 Be kind\\nAlways.\", \"note\": \"Kinder.\"}";

        send(body)
                .header("If-Match", tag)
                .post(address + "/versions")
                .then()
                .statusCode(201)
                .header("Location", endsWith(address + "/versions/2"))
                .body("number", equalTo(2));
        send(body).header("If-Match", tag).post(address + "/versions").then().statusCode(412);
        send(body).post(address + "/versions").then().statusCode(428);
        send(body)
                .header("If-Match", "\"2\"")
                .post(address + "/versions")
                .then()
                .statusCode(400)
                .body("fields.markdown", containsString("Nothing differs"));

        with().get(address).then().header("ETag", equalTo("\"2\"")).body("note", equalTo("Kinder."));
        with().get(address + "/versions/1").then().body("number", equalTo(1));
        with().get("/api/v1/projects/" + project.slug + "/guidelines").then().body("kind", hasSize(5));
    }

    @Test
    void aProgramDoesNotPublishOverSomebodysDraft() {
        Project project = bench.project(1, "lena");
        sql.run("""
                insert into guideline_draft (guideline_id, markdown, base_number, origin, edited_by, edited_at, revision)
                select id, 'Half a thought', 1, 'person', ?, now(), 1 from guideline where project_id = ? and kind = 'comparison'""", bench.person("lena"), project.id);

        send("{\"markdown\": \"### K1 Be kind\\nAlways.\", \"note\": \"Kinder.\"}")
                .header("If-Match", "\"1\"")
                .post("/api/v1/projects/" + project.slug + "/guidelines/comparison/versions")
                .then()
                .statusCode(409)
                .body("detail", containsString("in the editor"));
    }

    private RequestSpecification with() {
        return given().header("Authorization", "Bearer " + token).redirects().follow(false);
    }

    private RequestSpecification send(String body) {
        return with().contentType("application/json").body(body);
    }
}
