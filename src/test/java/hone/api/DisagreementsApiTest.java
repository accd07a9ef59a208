package hone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import hone.Servers;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people judge the same pair and say different things; a third settles it in an app of the team's own. */
@QuarkusTest
@WithTestResource(Servers.class)
class DisagreementsApiTest {
    private static final String LAUGHED = "It laughed.";
    private static final String SORRY = "It was sorry.";

    @Inject
    Bench bench;

    @Inject
    Tokens tokens;

    private Project project;
    private UUID task;
    private App ravi;

    @BeforeEach
    void twoDisagree() {
        project = bench.project(2, "lena", "mo", "ravi");
        UUID prompt = bench.prompt(project, "Tell of a goat.", LAUGHED, SORRY);
        task = (UUID) bench.one("select id from task where prompt_id = ?1 and kind = 'comparison'", prompt);
        ravi = new App(tokens.of(Scope.REVIEWS_DELEGATE), "ravi");
        bench.prefers(project, "lena", LAUGHED, 3, "It is funny.");
        bench.prefers(project, "mo", SORRY, 3, "It is kind.");
    }

    private String disagreements() {
        return "/api/v1/projects/" + project.slug + "/disagreements";
    }

    private Response settles(String how, Map<String, ?> body) {
        return ravi.request(body).post(disagreements() + "/" + task + "/" + how);
    }

    private List<?> counting() {
        return bench.list(
                "select rationale from judgment where task_id = ?1 and accepted_at is not null and withdrawn_at is null order by rationale",
                task);
    }

    private String settled() {
        return (String) bench.one(
                "select cause || ' by ' || username from disagreement join labeler on labeler.id = decided_by where task_id = ?1",
                task);
    }

    @Test
    void theLowestAgreementIsReadWithAllThatWasSaidAndOneIsAdopted() {
        Response next = ravi.request().get(disagreements() + "/next");
        next.then()
                .statusCode(200)
                .body("task", equalTo(task.toString()))
                .body("kind", equalTo("comparison"))
                .body("spread", equalTo(1.0f))
                .body("answers", hasSize(2))
                .body("opinions", hasSize(2));
        assertThat(next.asString()).doesNotContain("model");
        String lenas = next.jsonPath().getString("opinions.find { it.rationale == 'It is funny.' }.judgment");
        ravi.request()
                .queryParam("passed", task.toString())
                .get(disagreements() + "/next")
                .then()
                .statusCode(204);

        settles("adopt", Map.of("judgment", lenas, "cause", "taste")).then().statusCode(204);

        assertThat(counting()).isEqualTo(List.of("It is funny."));
        assertThat(settled()).isEqualTo("taste by ravi");
        ravi.request().get(disagreements() + "/next").then().statusCode(204);
        settles("leave", Map.of("cause", "taste"))
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("Somebody else has settled"));
    }

    @Test
    void whatIsDecidedAnewTakesThePlaceOfAllAndCanBeRepeatedByItsKey() {
        Map<String, ?> anew = Map.of(
                "verdict",
                Map.of("kind", "comparison", "outcome", "tie"),
                "rationale",
                "Both fit.",
                "cause",
                "labeler-error");
        String key = UUID.randomUUID().toString();
        for (int time = 1; time <= 2; time++) {
            ravi.request(anew)
                    .header("Idempotency-Key", key)
                    .post(disagreements() + "/" + task + "/decide")
                    .then()
                    .statusCode(204);
        }

        assertThat(counting()).isEqualTo(List.of("Both fit."));
        assertThat(settled()).isEqualTo("labeler-error by ravi");
        ravi.request()
                .get(disagreements() + "/" + task)
                .then()
                .statusCode(200)
                .body("opinions.rationale", equalTo(List.of("Both fit.")));
    }

    @Test
    void aGapInTheGuidelineAsksItsAuthorsInWords() {
        settles("leave", Map.of("cause", "guideline-gap"))
                .then()
                .statusCode(400)
                .body("fields.note", notNullValue());
        settles("leave", Map.of("cause", "guideline-gap", "note", "Does funny beat kind?"))
                .then()
                .statusCode(204);

        assertThat(counting()).isEqualTo(List.of("It is funny.", "It is kind."));
        assertThat(bench.one("""
                        select q.text from guideline_question q join assignment a on a.id = q.assignment_id
                        where a.task_id = ?1""", task)).isEqualTo("Does funny beat kind?");
    }

    @Test
    void withoutACauseOrAJudgmentOfTheTaskNothingIsSettled() {
        settles("leave", Map.of()).then().statusCode(400).body("fields.cause", equalTo("Choose why they differ."));
        settles("leave", Map.of("cause", "mood")).then().statusCode(400);
        settles("adopt", Map.of("cause", "taste")).then().statusCode(400).body("fields.judgment", notNullValue());
        settles("adopt", Map.of("cause", "taste", "judgment", UUID.randomUUID().toString()))
                .then()
                .statusCode(409);
        settles("decide", Map.of("cause", "taste")).then().statusCode(400).body("fields.verdict", notNullValue());
        assertThat(counting()).hasSize(2);
    }

    @Test
    void whoHasJudgedTheTaskDoesNotSettleIt() {
        App mo = new App(tokens.of(Scope.REVIEWS_DELEGATE), "mo");

        mo.request().get(disagreements() + "/next").then().statusCode(204);
        mo.request(Map.of("cause", "taste"))
                .post(disagreements() + "/" + task + "/leave")
                .then()
                .statusCode(409);
        assertThat(counting()).hasSize(2);
    }

    @Test
    void aTaskAboutWhichNobodyDisagreesIsNotThere() {
        ravi.request()
                .get(disagreements() + "/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }
}
