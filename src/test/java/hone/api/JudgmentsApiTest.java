package hone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import hone.Servers;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people decided, as programs read it. */
@QuarkusTest
@WithTestResource(Servers.class)
class JudgmentsApiTest {
    @Inject
    Bench bench;

    @Inject
    Tokens tokens;

    @Test
    void everyKindOfVerdictIsTakenAndReadBackAsItWasSent() {
        Project project = bench.project(1, "lena");
        App app = new App(tokens.of(Scope.TASKS_DELEGATE, Scope.JUDGMENTS_READ), "lena");
        bench.prompt(project, "Rank these.", "One.", "Two.", "Three.");
        JsonPath ranking = app.next(project, "ranking");
        List<String> ids = ranking.getList("answers.id");

        app.judge(
                        ranking.getString("id"),
                        Map.of(
                                "verdict",
                                Map.of(
                                        "kind",
                                        "ranking",
                                        "ranks",
                                        List.of(List.of(ids.get(2)), List.of(ids.get(0), ids.get(1))))))
                .then()
                .statusCode(200);

        bench.execute(
                "update slot set state = 'free', lease_until = null where state = 'taken' and project_id = ?1",
                project.id);
        Response read = app.request().get("/api/v1/projects/" + project.slug + "/judgments");
        read.then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].verdict.kind", equalTo("ranking"))
                .body("data[0].verdict.ranks", hasSize(2))
                .body("data[0].answers.id", equalTo(ids))
                .body("data[0].by.labelerId", equalTo(bench.person("lena").toString()))
                .body("data[0].prompt[0].content", equalTo("Rank these."));
    }

    @Test
    void anAccountSeesNoJudgmentOfATaskThatItMayStillJudge() {
        Project project = bench.project(2, "lena");
        bench.prompt(project, "A fox loses her kite.", "She went home.", "It came back.");
        String both = tokens.in(project, Scope.TASKS_WORK, Scope.JUDGMENTS_READ);
        App lena = new App(tokens.of(Scope.TASKS_DELEGATE), "lena");
        String id = lena.next(project, "comparison").getString("id");
        lena.judge(id, Map.of("verdict", Map.of("kind", "comparison", "outcome", "tie")))
                .then()
                .statusCode(200);
        String judgments = "/api/v1/projects/" + project.slug + "/judgments";

        new App(both, null).request().get(judgments).then().statusCode(200).body("data", hasSize(0));
        new App(tokens.in(project, Scope.JUDGMENTS_READ), null)
                .request()
                .get(judgments)
                .then()
                .statusCode(200)
                .body("data", hasSize(1));
    }

    @Test
    void judgmentsAreReadPageByPageInTheOrderInWhichTheyWereAccepted() {
        Project project = bench.project(1, "lena");
        App app = new App(tokens.of(Scope.TASKS_DELEGATE, Scope.JUDGMENTS_READ), "lena");
        for (int i = 0; i < 5; i++) {
            bench.prompt(project, "Tell of hat " + i + ".");
        }
        String id = app.next(project, "demonstration").getString("id");
        for (int i = 0; i < 5; i++) {
            Response done = app.judge(id, Map.of("verdict", Map.of("kind", "demonstration", "text", "Hat " + i)));
            id = done.jsonPath().getString("next.id");
        }
        String judgments = "/api/v1/projects/" + project.slug + "/judgments?limit=2";

        JsonPath page = app.request().get(judgments).jsonPath();
        List<String> said = new java.util.ArrayList<>(page.getList("data.verdict.text"));
        while (page.get("next") != null) {
            page = app.request()
                    .get(judgments + "&cursor=" + page.getString("next"))
                    .jsonPath();
            said.addAll(page.getList("data.verdict.text"));
        }

        assertThat(said).containsExactly("Hat 0", "Hat 1", "Hat 2", "Hat 3", "Hat 4");
        app.request().get(judgments + "&kind=comparison").then().body("data", hasSize(0));
        app.request()
                .get(judgments + "&acceptedFrom=2100-01-01T00:00:00Z")
                .then()
                .body("data", hasSize(0));
        app.request().get(judgments + "&acceptedFrom=yesterday").then().statusCode(400);
    }
}
