package hone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

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
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A team labels in an app of its own: by the same rules as on pages. */
@QuarkusTest
@WithTestResource(Servers.class)
class TasksApiTest {
    @Inject
    Bench bench;

    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    @Test
    void aPersonsJudgmentThroughAnAppIsTheirsAndBringsTheNextTask() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "A fox loses her kite.", "She went home.", "It came back.");
        bench.prompt(project, "A heron finds a hat.", "It fitted.", "It flew.");
        App app = new App(tokens.of(Scope.TASKS_DELEGATE), "lena");

        JsonPath task = app.next(project, "comparison");
        String chosen = task.getString("answers[1].id");
        Response stored = app.judge(
                task.getString("id"),
                Map.of(
                        "verdict", Map.of("kind", "comparison", "outcome", "preferred", "chosen", chosen, "degree", 2),
                        "rationale", "It comes back.",
                        "citedRules", List.of("K2")));

        stored.then()
                .statusCode(200)
                .body("outcome", equalTo("stored"))
                .body("next.kind", equalTo("comparison"))
                .body("next.id", not(equalTo(task.getString("id"))));
        assertThat(task.getString("answers.toString()")).doesNotContain("model");
        assertThat(bench.events(UUID.fromString(task.getString("id"))))
                .singleElement()
                .asString()
                .contains(
                        "\"labelerId\":\"" + bench.person("lena") + "\"",
                        "\"chosen\":\"" + chosen + "\"",
                        "\"degree\":2")
                .contains("\"rationale\":\"It comes back.\"", "\"citedRules\":[\"K2\"]", "\"simulated\":false");
        assertThat(sql.number(
                        "select count(*) from assignment where through_id is not null and labeler_id = ? and task_id in (select id from task where project_id = ?)",
                        bench.person("lena"),
                        project.id))
                .isEqualTo(2);
    }

    @Test
    void anAccountThatJudgesItselfIsMarkedAsSimulated() {
        Project project = bench.project(1);
        bench.prompt(project, "Tell of a hat.");
        App app = new App(tokens.in(project, Scope.TASKS_WORK), null);
        JsonPath task = app.next(project, "demonstration");

        app.judge(task.getString("id"), Map.of("verdict", Map.of("kind", "demonstration", "text", "It fitted.")))
                .then()
                .statusCode(200);

        assertThat(bench.events(UUID.fromString(task.getString("id"))))
                .singleElement()
                .asString()
                .contains("\"simulated\":true");
        app.request(Map.of("kind", "demonstration"))
                .post(app.nextOf(project))
                .then()
                .statusCode(204);
    }

    @Test
    void theSameJudgmentAgainIsTheOneThatStandsAndAnotherIsAConflict() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "A fox loses her kite.", "She went home.", "It came back.");
        App app = new App(tokens.of(Scope.TASKS_DELEGATE), "lena");
        String id = app.next(project, "comparison").getString("id");
        Map<String, Object> tie = Map.of("verdict", Map.of("kind", "comparison", "outcome", "tie"));

        app.judge(id, tie).then().statusCode(200).body("outcome", equalTo("stored"));
        app.judge(id, tie).then().statusCode(200).body("outcome", equalTo("already-stored"));
        app.judge(id, Map.of("verdict", Map.of("kind", "comparison", "outcome", "both-bad")))
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("Another judgment"));
        app.request()
                .post("/api/v1/assignments/" + id + "/undo")
                .then()
                .statusCode(200)
                .body("state", equalTo("open"))
                .body("leaseUntil", notNullValue());
        app.judge(id, Map.of("verdict", Map.of("kind", "comparison", "outcome", "both-bad")))
                .then()
                .statusCode(200);
    }

    @Test
    void aVerdictThatDoesNotFitTheTaskIsRefusedInWords() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "A fox loses her kite.", "She went home.", "It came back.");
        App app = new App(tokens.of(Scope.TASKS_DELEGATE), "lena");
        JsonPath task = app.next(project, "comparison");
        String id = task.getString("id");
        String first = task.getString("answers[0].id");

        refused(app, id, Map.of("kind", "demonstration", "text", "No."), "This task is a comparison");
        refused(
                app,
                id,
                Map.of(
                        "kind",
                        "comparison",
                        "outcome",
                        "preferred",
                        "chosen",
                        UUID.randomUUID().toString(),
                        "degree",
                        1),
                "shows no answer");
        refused(
                app,
                id,
                Map.of("kind", "comparison", "outcome", "preferred", "chosen", first, "rejected", first, "degree", 1),
                "can’t be the rejected one");
        refused(
                app,
                id,
                Map.of("kind", "comparison", "outcome", "preferred", "chosen", first),
                "incomplete or inconsistent");
        refused(
                app,
                id,
                Map.of("kind", "comparison", "outcome", "preferred", "chosen", first, "degree", 4),
                "incomplete or inconsistent");
        refused(app, id, Map.of("kind", "sorting"), "of the wrong kind");
        app.judge(id, Map.of("rationale", "No verdict.")).then().statusCode(400).body("fields.verdict", notNullValue());
        app.judge(id, Map.of("verdict", Map.of("kind", "comparison", "outcome", "tie"), "citedRules", List.of("Z9")))
                .then()
                .statusCode(400)
                .body("fields.rule", notNullValue());
        assertThat(bench.events(UUID.fromString(id))).isEmpty();
    }

    private static void refused(App app, String id, Map<String, ?> verdict, String sentence) {
        app.judge(id, Map.of("verdict", verdict))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(sentence));
    }

    @Test
    void aSkippedTaskGoesToSomebodyElseAndItsLeaseCanBeKeptUntilThen() {
        Project project = bench.project(1, "lena", "omar");
        bench.prompt(project, "A fox loses her kite.", "She went home.", "It came back.");
        String token = tokens.of(Scope.TASKS_DELEGATE);
        App lena = new App(token, "lena");
        String id = lena.next(project, "comparison").getString("id");

        lena.request()
                .post("/api/v1/assignments/" + id + "/lease")
                .then()
                .statusCode(200)
                .body("leaseUntil", notNullValue());
        lena.request(Map.of("reason", "other"))
                .post("/api/v1/assignments/" + id + "/skip")
                .then()
                .statusCode(400)
                .body("fields.note", notNullValue());
        lena.request(Map.of("reason", "harmful"))
                .post("/api/v1/assignments/" + id + "/skip")
                .then()
                .statusCode(204);

        lena.request(Map.of("kind", "comparison"))
                .post(lena.nextOf(project))
                .then()
                .statusCode(204);
        assertThat(new App(token, "omar").next(project, "comparison").getString("answers[0].text"))
                .isNotBlank();
    }

    @Test
    void nobodyWorksInTheNameOfOthersWithoutTheScopeNorOfStrangers() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "A fox loses her kite.", "She went home.", "It came back.");
        bench.person("stranger-of-all");

        new App(tokens.in(project, Scope.TASKS_WORK), "lena")
                .request(Map.of("kind", "comparison"))
                .post("/api/v1/projects/" + project.slug + "/tasks/next")
                .then()
                .statusCode(403);
        String token = tokens.of(Scope.TASKS_DELEGATE);
        new App(token, "stranger-of-all")
                .request(Map.of("kind", "comparison"))
                .post("/api/v1/projects/" + project.slug + "/tasks/next")
                .then()
                .statusCode(400);
        new App(token, "no-such-person")
                .request(Map.of("kind", "comparison"))
                .post("/api/v1/projects/" + project.slug + "/tasks/next")
                .then()
                .statusCode(400);
        String id = new App(token, "lena").next(project, "comparison").getString("id");
        new App(token, "stranger-of-all")
                .request()
                .get("/api/v1/assignments/" + id)
                .then()
                .statusCode(404);
        Project other = bench.project(1, "lena");
        new App(tokens.in(other, Scope.TASKS_DELEGATE), "lena")
                .request()
                .get("/api/v1/assignments/" + id)
                .then()
                .statusCode(404);
    }
}
