package hone.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import hone.Servers;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Projects by the API: cursors, ETags, keys of writes, problems. */
@QuarkusTest
@WithTestResource(Servers.class)
class ProjectsApiTest {
    @Inject
    Bench bench;

    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    private String token;

    @BeforeEach
    void letIn() {
        token = tokens.of(
                Scope.PROJECTS_WRITE, Scope.PEOPLE_WRITE, Scope.GUIDELINES_WRITE, Scope.MODELS_READ, Scope.RUNS_READ);
    }

    @Test
    void aProjectIsCreatedWithItsSettingsAndChangedByWhoeverReadItLast() {
        String name = "Made " + UUID.randomUUID();

        Response created = send("""
                {"name": "%s", "settings": {"leaseMinutes": 45, "work": {"rating": {"enabled": true, "judgments": 3, "order": "random"}}}}""".formatted(name)).post("/api/v1/projects");
        created.then()
                .statusCode(201)
                .header("Location", endsWith("/api/v1/projects/" + slug(created)))
                .body("settings.leaseMinutes", equalTo(45))
                .body("settings.work.rating.judgments", equalTo(3))
                .body("settings.work.rating.order", equalTo("random"))
                .body("settings.engine", equalTo("default"))
                .body("settings.answersPerPrompt", equalTo(4));
        String address = "/api/v1/projects/" + slug(created);
        String tag = with().get(address).header("ETag");

        send("{\"settings\": {\"leaseMinutes\": 60, \"engine\": \"trl\"}}")
                .header("If-Match", tag)
                .patch(address)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue());
        send("{\"settings\": {\"leaseMinutes\": 90}}")
                .header("If-Match", tag)
                .patch(address)
                .then()
                .statusCode(412)
                .contentType("application/problem+json");
        send("{\"settings\": {\"leaseMinutes\": 90}}").patch(address).then().statusCode(428);

        with().get(address)
                .then()
                .body("settings.leaseMinutes", equalTo(60))
                .body("settings.engine", equalTo("trl"))
                .body("name", equalTo(name));
    }

    @Test
    void whatCantBeSoIsToldByField() {
        Project project = bench.project(1);
        String address = "/api/v1/projects/" + project.slug;
        String tag = with().get(address).header("ETag");

        send("{\"name\": \"\", \"settings\": {\"leaseMinutes\": 0, \"sampling\": {\"topP\": 0}}}")
                .header("If-Match", tag)
                .patch(address)
                .then()
                .statusCode(400)
                .body("fields.name", equalTo("A project needs a name."))
                .body("fields.leaseMinutes", equalTo("A whole number from 1 to 480."))
                .body("fields.topP", containsString("above 0"));
        problem("{\"nam\": \"x\"}", "There is no field “nam” here.");
        problem("{\"name\": {\"a\": 1}}", "The value of “name” is of the wrong kind.");
        problem("{\"settings\": {\"work\": {\"sorting\": {}}}, \"name\": \"x\"}", "There is no kind of work “sorting”");
        problem(
                "{\"settings\": {\"work\": {\"ranking\": {\"order\": \"newest\"}}}, \"name\": \"x\"}",
                "There is no order “newest”. There are oldest, random, informative.");
        problem(
                "{\"settings\": {\"work\": {\"ranking\": {\"judgments\": 21}}}, \"name\": \"x\"}",
                "A whole number from 1 to 20.");
        problem(
                "{\"settings\": {\"engine\": \"magic\"}, \"name\": \"x\"}",
                "There is no engine “magic”. There are default, hone, trl, openrlhf.");
        problem("{\"name\": ", "The body is not valid JSON: see line 1.");
        problem("[]", "The body must be a JSON object.");
        problem("", "");
    }

    private void problem(String body, String sentence) {
        send(body)
                .post("/api/v1/projects")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", sentence.isEmpty() ? org.hamcrest.Matchers.anything() : containsString(sentence));
    }

    @Test
    void aWriteWithAKeyIsDoneOnceAndItsAnswerComesAgain() {
        String name = "Once " + UUID.randomUUID();
        String key = UUID.randomUUID().toString();
        String body = "{\"name\": \"" + name + "\"}";

        Response first = send(body).header("Idempotency-Key", key).post("/api/v1/projects");
        Response again = send(body).header("Idempotency-Key", key).post("/api/v1/projects");

        first.then().statusCode(201).header("Idempotency-Replayed", nullValue());
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .header("Location", equalTo(first.header("Location")));
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(sql.number("select count(*) from project where name = ?", name))
                .isEqualTo(1);
        send("{\"name\": \"Other\"}")
                .header("Idempotency-Key", key)
                .post("/api/v1/projects")
                .then()
                .statusCode(422);
        send(body)
                .header("Idempotency-Key", "two words")
                .post("/api/v1/projects")
                .then()
                .statusCode(400);
        send(body)
                .post("/api/v1/projects")
                .then()
                .statusCode(409)
                .body("detail", containsString("Choose another name"));
    }

    @Test
    void ofManyAtOnceWithOneKeyOneIsDone() throws Exception {
        String name = "Race " + UUID.randomUUID();
        String key = UUID.randomUUID().toString();
        List<Callable<Integer>> senders = IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Integer>) () -> send("{\"name\": \"" + name + "\"}")
                        .header("Idempotency-Key", key)
                        .post("/api/v1/projects")
                        .statusCode())
                .toList();

        List<Integer> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : pool.invokeAll(senders)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).contains(201).isSubsetOf(201, 409);
        assertThat(sql.number("select count(*) from project where name = ?", name))
                .isEqualTo(1);
    }

    @Test
    void aListIsReadToItsEndByCursorsWithoutDoublesWhateverComesMeanwhile() {
        Project project = bench.project(1);
        for (int i = 0; i < 5; i++) {
            with().put("/api/v1/projects/" + project.slug + "/people/person-" + i + project.slug)
                    .then()
                    .statusCode(204);
        }
        String people = "/api/v1/projects/" + project.slug + "/people";
        List<String> seen = new ArrayList<>();

        JsonPath page = with().queryParam("limit", 2).get(people).jsonPath();
        with().put(people + "/a-" + project.slug).then().statusCode(204); // before what was read
        seen.addAll(page.getList("data.username"));
        while (page.get("next") != null) {
            page = with().queryParam("limit", 2)
                    .queryParam("cursor", page.getString("next"))
                    .get(people)
                    .jsonPath();
            seen.addAll(page.getList("data.username"));
        }

        assertThat(seen).hasSize(5).doesNotHaveDuplicates().isSorted();
        with().queryParam("limit", 201).get(people).then().statusCode(400).body("fields.limit", notNullValue());
        with().queryParam("cursor", "%%%").get(people).then().statusCode(400).body("fields.cursor", notNullValue());
        with().queryParam("cursor", "AAAA")
                .get("/api/v1/projects/" + project.slug + "/models")
                .then()
                .statusCode(400);
    }

    @Test
    void everyAnswerSaysHowManyRequestsAreLeft() {
        with().get("/api/v1/me")
                .then()
                .header("RateLimit-Policy", equalTo("\"requests\";q=100000;w=60"))
                .header("RateLimit", containsString("\"requests\";r=99999"));
    }

    @Test
    void whatIsNotThereIsAProblemToo() {
        with().get("/api/v1/nothing").then().statusCode(404).contentType("application/problem+json");
        with().get("/api/v1/projects/no-such-project").then().statusCode(404).contentType("application/problem+json");
        with().delete("/api/v1/me")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", equalTo("GET"));
        with().patch("/api/v1/projects/any/imports")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", equalTo("GET, POST"))
                .body("status", equalTo(405));
        with().delete("/api/v1/projects").then().statusCode(405).header("Allow", equalTo("GET, POST"));
        with().contentType("application/x-www-form-urlencoded")
                .body("name=Kites")
                .post("/api/v1/projects")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", equalTo("The API takes JSON, not forms: send Content-Type: application/json."));
        with().contentType("text/plain")
                .body("x")
                .post("/api/v1/projects")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    private RequestSpecification with() {
        return given().header("Authorization", "Bearer " + token).redirects().follow(false);
    }

    private RequestSpecification send(String body) {
        return with().contentType("application/json").body(body);
    }

    private static String slug(Response created) {
        return created.jsonPath().getString("slug");
    }
}
